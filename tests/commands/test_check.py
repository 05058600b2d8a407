"""`setpoint check`: what is good, what needs a look, what is bad, and what to do about it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from setpoint.cli import main
from setpoint.commands.upkeep import database_checks, machine_checks
from setpoint.commands.upkeep.findings import Finding, Level
from setpoint.domains.customers.operations import parties
from setpoint.journal.followers import behind, catch_up
from setpoint.journal.models import Forgetting
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.of_upkeep import FACTS_BEHIND
from setpoint.kernel.limits.operations import change
from setpoint.kernel.models import Job, JobState, ScheduleMark
from tests.cast import Cast

Call = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path / "home"
    (settings.HOME / "keys").mkdir(parents=True)
    settings.HOME.chmod(0o700)
    (settings.HOME / "keys" / "secret.key").write_text("key")
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    return settings.HOME


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the command line as a terminal does, on the database of the test; return code and output."""
    monkeypatch.setattr("setpoint.commands.check.start_django", lambda: None)

    def called(*arguments: str) -> tuple[int, str]:
        return main(["check", *arguments]), capsys.readouterr().out

    return called


def the_clock_moved(ago: timedelta) -> None:
    ScheduleMark.objects.create(entry="inform.deliver", company_time=machine_now() - ago)


def a_job(state: str, ago: timedelta) -> Job:
    moment = machine_now() - ago
    return Job.objects.create(name="x", state=state, run_at=moment, created_at=moment, finished_at=moment)


def found(check: Callable[[], Any]) -> list[tuple[str, str]]:
    return [(each.level, each.text) for each in check()]


def test_a_company_at_work_is_no_failure(cast: Cast, call: Call) -> None:
    the_clock_moved(timedelta(minutes=1))
    code, out = call("--json")
    assert code == 0
    assert {each["subject"]: each["level"] for each in json.loads(out)} == {
        "database": "good",
        "migrations": "good",
        "followers": "good",
        "jobs": "good",
        "clock": "good",
        "erasures": "good",
        "disk": "good",
        "rights": "good",
        "keys": "good",
        "mail": "concern",
        "backup": "concern",
    }


def test_what_is_bad_makes_the_command_fail_and_names_the_way_out(cast: Cast, call: Call) -> None:
    code, out = call()
    assert code == 1
    assert (
        "BAD     The clock does not run (last moved: never).\n        → Start setpoint run, or setpoint clock.\n" in out
    )


def test_a_clock_that_stopped_six_minutes_ago_does_not_run(db: None) -> None:
    the_clock_moved(timedelta(minutes=6))
    assert [each.level for each in database_checks.clock()] == [Level.BAD]
    ScheduleMark.objects.update(company_time=machine_now() - timedelta(minutes=4))
    assert found(database_checks.clock) == [("good", "The clock runs.")]


def test_jobs_that_failed_and_jobs_that_wait_are_counted(db: None) -> None:
    for state, ago in (
        (JobState.FAILED, timedelta(hours=1)),
        (JobState.FAILED, timedelta(days=2)),
        (JobState.WAITING, timedelta(minutes=16)),
        (JobState.WAITING, timedelta(minutes=14)),
    ):
        a_job(state, ago)
    assert found(database_checks.jobs) == [
        ("concern", "Jobs that failed since yesterday: 1"),
        ("bad", "Jobs that are late: 1"),
    ]


def test_a_follower_that_lags_is_named(cast: Cast) -> None:
    catch_up()
    assert behind("search", most=100) == 0
    change({FACTS_BEHIND: 1}, by=SYSTEM)
    catch_up()
    assert found(database_checks.followers) == [("good", "All who follow the journal keep up.")]

    for name in ("Ada", "Bert"):
        parties.create(kind="person", name=name, by=SYSTEM)

    assert behind("search", most=100) == 2
    assert ("concern", "search is more than 1 facts behind.") in found(database_checks.followers)


def test_an_erasure_that_was_not_finished_is_said(cast: Cast) -> None:
    for number, days, done in ((1, 2, False), (2, 2, True), (3, 0, False)):
        at = machine_now() - timedelta(days=days)
        Forgetting.objects.create(person_id=number, forgotten_at=at, scrubbed_at=at if done else None)
    assert found(database_checks.erasures) == [
        ("concern", "Erased people whose names may still be in the data files: 1")
    ]


def test_a_home_and_keys_that_others_can_read_are_bad(home: Path) -> None:
    home.chmod(0o755)
    (home / "keys" / "secret.key").chmod(0o644)
    assert list(machine_checks.rights()) == [
        Finding("rights", Level.BAD, f"Others on this machine may look into {home}.", f"chmod 700 {home}")
    ]
    (home / "keys" / "secret.key").chmod(0o600)
    assert [each.level for each in machine_checks.rights()] == [Level.CONCERN]


def test_keys_that_are_missing_or_damaged_are_bad(home: Path) -> None:
    (home / "keys" / "sealing.keys").write_text("no key\n")
    assert found(machine_checks.keys) == [("bad", "keys/sealing.keys is damaged.")]
    (home / "keys" / "secret.key").unlink()
    assert found(machine_checks.keys) == [("bad", "keys/secret.key is missing.")]


def test_a_mail_server_that_does_not_answer_is_bad_and_no_password_is_told(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_PASSWORD = "127.0.0.1", 1, "cedar"
    assert found(machine_checks.mail) == [("bad", "The mail server does not let us in: ConnectionRefusedError")]


@pytest.mark.parametrize(("days", "level"), [(1, "good"), (3, "concern")])
def test_the_last_backup_grows_old_after_two_days(db: None, home: Path, days: int, level: str) -> None:
    made_at = machine_now() - timedelta(days=days)
    (home / "backups").mkdir()
    (home / "backups" / "last.json").write_text(json.dumps({"made_at": made_at.isoformat(), "file": "x"}))
    assert found(machine_checks.backup) == [(level, f"The last backup is of {made_at:%Y-%m-%d %H:%M} UTC.")]


def test_a_database_of_a_later_version_is_named(db: None) -> None:
    from django.db import connection  # noqa: PLC0415 - beside the one call that needs it
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415 - see above

    MigrationRecorder(connection).record_applied("kernel", "0999_later")
    assert found(database_checks.migrations) == [
        ("bad", "The database was changed by a later version: kernel.0999_later")
    ]
