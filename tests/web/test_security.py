"""A person's own security: password, devices, an app that shows codes, recovery codes."""

import base64
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from setpoint.journal.models import Fact
from setpoint.kernel import second_factors
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import User
from tests.cast import Cast

PASSWORD = "cedar and larch"


@pytest.fixture
def sara(cast: Cast) -> User:
    cast.sara.set_password(PASSWORD)
    cast.sara.save()
    return cast.sara


def sign_in(user: User, password: str = PASSWORD, **extra: Any) -> Client:
    client = Client(**extra)
    client.post("/sign-in", {"login": user.email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/settings").status_code == 200


def code(secret: str, *, steps: int = 0) -> str:
    """What an app shows: computed by another library than the one that checks it."""
    app = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303 - as RFC 6238 has it
    return app.generate(int(machine_now().timestamp()) + 30 * steps).decode()


def confirm(client: Client, page: str) -> Any:
    return client.post(f"/sign-in/confirmation?next={page}", {"password": PASSWORD, "next": page}, follow=True)


def with_app(user: User) -> tuple[Client, str]:
    """Set the app up as a person would; returns his browser and the secret."""
    client = sign_in(user)
    shown = confirm(client, "/settings/security/app").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", shown)[1].replace(" ", "")
    answer = client.post("/settings/security/app", {"code": code(secret)})
    assert answer.url == "/settings/security/codes"
    return client, secret


def kinds() -> list[str]:
    return list(Fact.objects.filter(kind__startswith="kernel.").order_by("pk").values_list("kind", flat=True))


def test_every_sign_in_is_a_fact_with_its_way_and_its_place(sara: User) -> None:
    sign_in(sara, REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/145.0")
    fact = Fact.objects.get(kind="kernel.signed_in")
    assert (fact.about_id, fact.data) == (
        sara.pk,
        {"way": "by password", "address": "192.0.2.7", "device": "Mozilla/5.0 (Windows NT 10.0) Firefox/145.0"},
    )


def test_a_failure_is_a_fact_too_and_keeps_no_address_that_nobody_has(sara: User) -> None:
    sign_in(sara, "guess", REMOTE_ADDR="192.0.2.7")
    Client().post("/sign-in", {"login": "cedar and larch@x.example", "password": "x"})
    Client().post("/sign-in", {"login": "who@x.example", "password": "x"})
    known, unknown = Fact.objects.filter(kind="kernel.sign_in_failed").order_by("pk")
    assert (known.data["name"], known.data["address"], known.about_id) == ("Sara Stone", "192.0.2.7", sara.pk)
    assert (unknown.data["name"], "who@" in str(unknown.data)) == ("", False)


def test_a_new_password_ends_the_other_sessions(sara: User) -> None:
    here, elsewhere = sign_in(sara), sign_in(sara)
    answer = here.post("/settings/security/password", {"old": PASSWORD, "new": "oak and willow"})
    assert answer.url == "/settings/security"
    assert (is_in(here), is_in(elsewhere), is_in(sign_in(sara, "oak and willow"))) == (True, False, True)
    assert "kernel.password_changed" in kinds()


@pytest.mark.parametrize("wrong", [{"old": "guess", "new": "oak and willow"}, {"old": PASSWORD, "new": "short"}])
def test_a_refused_password_changes_nothing(sara: User, wrong: dict[str, str]) -> None:
    client, elsewhere = sign_in(sara), sign_in(sara)
    before = User.objects.get(pk=sara.pk).password
    assert client.post("/settings/security/password", wrong).status_code == 422
    assert (User.objects.get(pk=sara.pk).password, is_in(elsewhere)) == (before, True)
    assert "kernel.password_changed" not in kinds()


def test_a_device_is_seen_and_signed_out_from_another(sara: User) -> None:
    here = sign_in(sara)
    lost = sign_in(sara, REMOTE_ADDR="192.0.2.9", HTTP_USER_AGENT="Mozilla/5.0 (iPhone) AppleWebKit Safari/604.1")
    shown = here.get("/settings/security").content.decode()
    assert "Safari, iPhone" in shown
    assert "192.0.2.9" in shown
    here.post(f"/settings/security/sessions/{UserSession.objects.get(ip='192.0.2.9').pk}")
    assert (is_in(here), is_in(lost)) == (True, False)
    assert kinds()[-1] == "kernel.session_revoked"


def test_all_other_devices_are_signed_out_at_once(sara: User) -> None:
    here, first, second = sign_in(sara), sign_in(sara), sign_in(sara)
    here.post("/settings/security/sessions")
    assert (is_in(here), is_in(first), is_in(second)) == (True, False, False)
    assert kinds().count("kernel.session_revoked") == 2


def test_nobody_ends_the_session_of_another(cast: Cast, sara: User) -> None:
    semyon = Client()
    semyon.force_login(cast.semyon)
    hers = sign_in(sara)
    assert semyon.post(f"/settings/security/sessions/{UserSession.objects.get(user=sara).pk}").status_code == 404
    assert is_in(hers)


def test_the_app_is_set_up_only_by_who_proves_again_who_he_is(sara: User) -> None:
    client = sign_in(sara)
    assert client.get("/settings/security/app").url == "/sign-in/confirmation?next=%2Fsettings%2Fsecurity%2Fapp"
    refused = client.post("/sign-in/confirmation", {"password": "guess", "next": "/settings/security/app"})
    assert refused.status_code == 422
    assert client.get("/settings/security/app").status_code == 302


def test_with_an_app_the_password_alone_opens_nothing(sara: User) -> None:
    _client, secret = with_app(sara)
    half = Client()
    assert half.post("/sign-in", {"login": sara.email, "password": PASSWORD}).url == "/sign-in/second-factor"
    assert not is_in(half)
    assert half.post("/sign-in/second-factor", {"code": "000000"}).status_code == 422
    assert not is_in(half)
    assert half.post("/sign-in/second-factor", {"code": code(secret)}).url == "/"
    assert is_in(half)
    assert kinds()[-3:] == ["kernel.second_factor_added", "kernel.sign_in_failed", "kernel.signed_in"]
    assert Fact.objects.latest("pk").data["way"] == "by password and a code"


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 302), (1, 302), (2, 422)])
def test_a_telephone_whose_clock_is_half_a_minute_off_still_opens(sara: User, steps: int, status: int) -> None:
    client, secret = with_app(sara)
    client.post("/sign-out")
    half = Client()
    half.post("/sign-in", {"login": sara.email, "password": PASSWORD})
    assert half.post("/sign-in/second-factor", {"code": code(secret, steps=steps)}).status_code == status


def test_a_code_works_once(sara: User) -> None:
    _client, secret = with_app(sara)
    first, second = sign_in(sara), sign_in(sara)
    shown = code(secret)
    assert first.post("/sign-in/second-factor", {"code": shown}).status_code == 302
    assert second.post("/sign-in/second-factor", {"code": shown}).status_code == 422
    assert (is_in(first), is_in(second)) == (True, False)


def test_codes_are_not_guessed(sara: User) -> None:
    _client, secret = with_app(sara)
    half = sign_in(sara)
    for number in range(5):
        half.post("/sign-in/second-factor", {"code": f"{number:06}"})
    answer = half.post("/sign-in/second-factor", {"code": code(secret)})
    assert "Too many attempts" in answer.content.decode()
    assert not is_in(half)


def test_the_secret_lies_sealed_in_the_database(sara: User) -> None:
    _client, secret = with_app(sara)
    data = Authenticator.objects.get(user=sara, type="totp").data
    assert data["secret"].startswith("sealed:")
    assert secret not in str(data)


def test_a_recovery_code_opens_once(sara: User) -> None:
    client, _secret = with_app(sara)
    codes = client.get("/settings/security/codes.txt").content.decode().split()
    assert len(codes) == 10
    first, second = sign_in(sara), sign_in(sara)
    assert first.post("/sign-in/second-factor", {"code": codes[0]}).status_code == 302
    assert second.post("/sign-in/second-factor", {"code": codes[0]}).status_code == 422
    assert codes[0] not in client.get("/settings/security/codes.txt").content.decode()


def test_new_recovery_codes_make_the_old_ones_worthless(sara: User) -> None:
    client, _secret = with_app(sara)
    before = client.get("/settings/security/codes.txt").content.decode().split()
    client.post("/settings/security/codes")
    after = client.get("/settings/security/codes.txt").content.decode().split()
    assert set(before) & set(after) == set()
    assert sign_in(sara).post("/sign-in/second-factor", {"code": before[0]}).status_code == 422


def test_the_app_is_removed_and_the_password_is_enough_again(sara: User) -> None:
    client, _secret = with_app(sara)
    client.post("/settings/security/app", {"_method": "DELETE"})
    assert is_in(sign_in(sara))
    assert not Authenticator.objects.filter(user=sara).exists()
    assert "kernel.second_factor_removed" in kinds()


def test_a_role_that_requires_a_second_factor_opens_the_security_page_only(cast: Cast, sara: User) -> None:
    client = sign_in(sara)
    second_factors.require_of(sara.role, by=Actor.of(cast.olga))
    assert client.get("/deals").url == "/settings/security"
    assert "Your role requires a second factor" in client.get("/settings/security").content.decode()
    client, _secret = with_app(sara)
    assert client.get("/deals").status_code == 200
    client.post("/settings/security/app", {"_method": "DELETE"})
    assert second_factors.has_one(sara)
