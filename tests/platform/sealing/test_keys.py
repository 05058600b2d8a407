"""Secrets lie sealed; a new key is put over them while everything runs; old keys go."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from setpoint.journal.models import Fact
from setpoint.kernel import jobs, second_factors, secrets
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.models import Job, JobState
from setpoint.loop.inform.models import Mail
from setpoint.loop.inform.operations import mails
from setpoint.platform.sealing import rotation
from setpoint.platform.sealing.columns import columns, reseal_chunks
from tests.cast import Cast

APP = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings) -> Iterator[Path]:
    """Keys of this test alone."""
    settings.HOME = tmp_path
    jobs.discover()
    return tmp_path / "keys" / "sealing.keys"


def work_off() -> None:
    """Let an hour pass as often as there is something to do then."""
    while Job.objects.filter(state=JobState.WAITING).update(run_at=machine_now()):
        while run_next("bench"):
            pass


@given(st.text())
def test_what_is_sealed_comes_back(text: str) -> None:
    assert secrets.unseal(secrets.seal(text)) == text


def test_a_sealed_text_tells_nothing_and_never_looks_the_same(keys: Path) -> None:
    first, second = secrets.seal("the password of the mail server"), secrets.seal("the password of the mail server")
    assert first != second
    assert "password" not in first


def test_the_keys_are_for_the_owner_of_the_installation_only(keys: Path) -> None:
    secrets.seal("x")
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.parent.stat().st_mode) == 0o700


def test_without_its_key_a_secret_is_not_read(keys: Path) -> None:
    sealed = secrets.seal("x")
    keys.unlink()
    with pytest.raises(secrets.UnreadableError):
        secrets.unseal(sealed)


def test_a_changed_secret_is_refused(keys: Path) -> None:
    sealed = secrets.seal("x")
    with pytest.raises(secrets.UnreadableError):
        secrets.unseal(sealed[:-8] + "AAAAAAA=")


def test_a_new_key_is_put_over_every_secret_and_the_old_one_dropped(cast: Cast, keys: Path) -> None:
    app = second_factors.add_app(cast.sara, secret=APP, by=Actor.of(cast.sara))
    codes = Authenticator.objects.get(user=cast.sara, type="recovery_codes").wrap().get_unused_codes()
    letter = mails.post(cast.sara, subject="x", text="the link", html="<p>the link</p>", secret=True)
    Job.objects.all().delete()
    (old,) = secrets.known_keys()

    fingerprint = rotation.rotate(by=SYSTEM)

    new, kept = secrets.known_keys()
    assert (kept, rotation.fingerprint_of(new)) == (old, fingerprint)
    work_off()
    assert secrets.known_keys() == [new]
    app.refresh_from_db()
    letter.refresh_from_db()
    assert secrets.unseal(app.data["secret"]) == APP
    assert Authenticator.objects.get(user=cast.sara, type="recovery_codes").wrap().get_unused_codes() == codes
    assert (secrets.unseal(letter.text), secrets.unseal(letter.html)) == ("the link", "<p>the link</p>")


def test_the_old_keys_go_when_nothing_needs_them(cast: Cast, keys: Path) -> None:
    second_factors.add_app(cast.sara, secret=APP, by=Actor.of(cast.sara))
    rotation.rotate(by=SYSTEM)
    assert run_next("bench")
    # the second job waits an hour: somebody may just be sealing by the old key
    assert (run_next("bench"), len(secrets.known_keys())) == (False, 2)
    work_off()
    assert len(secrets.known_keys()) == 1
    assert list(Fact.objects.filter(kind__startswith="platform.key").order_by("pk").values_list("kind", flat=True)) == [
        "platform.key_added",
        "platform.keys_dropped",
    ]


def test_a_second_rotation_during_the_first_loses_nothing(cast: Cast, keys: Path) -> None:
    app = second_factors.add_app(cast.sara, secret=APP, by=Actor.of(cast.sara))
    rotation.rotate(by=SYSTEM)
    rotation.rotate(by=SYSTEM)
    work_off()
    app.refresh_from_db()
    assert len(secrets.known_keys()) == 1
    assert secrets.unseal(app.data["secret"]) == APP


def test_sealing_anew_passes_over_what_is_done(cast: Cast, keys: Path) -> None:
    second_factors.add_app(cast.sara, secret=APP, by=Actor.of(cast.sara))
    secrets.add_key(secrets.new_key())
    assert sum(reseal_chunks()) == 2
    assert sum(reseal_chunks()) == 0


def test_a_head_puts_no_new_key(cast: Cast, keys: Path) -> None:
    secrets.seal("x")
    with pytest.raises(PermissionDenied):
        rotation.rotate(by=Actor.of(cast.henry))
    assert (len(secrets.known_keys()), Job.objects.count()) == (1, 0)


def test_the_columns_with_secrets_are_known() -> None:
    assert {model for model, _fields in columns()} >= {Authenticator, Mail}
