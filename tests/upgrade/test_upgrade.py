"""`setpoint upgrade`: the dump of every released version comes to this one, its figures stand; what fails goes back."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from setpoint.cli import main
from setpoint.commands.refusal import Refusal
from setpoint.commands.run import _prepare
from setpoint.commands.upkeep import backing_up, postgresql, sqlite, upgrading
from setpoint.commands.upkeep.restoring import restore
from setpoint.environment import Environment
from setpoint.journal.followers import catch_up
from setpoint.kernel.models import User
from setpoint.loop.cycle_db import run_tick
from tests.loop.quarter import TODAY, at_noon
from tests.upgrade.company import figures

pytestmark = pytest.mark.long

HERE = Path(__file__).parent
VERSIONS = sorted(path.name for path in HERE.iterdir() if (path / "figures.json").exists())
# waits in every dump of 0.1.0
LATER = "channels_purpose"


@pytest.fixture
def told(live_db: str, tmp_path: Path, settings: Any) -> Iterator[Environment]:
    """An empty home, with a database that its dump will replace."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    settings.HOME, settings.MEDIA_ROOT = home, home / "files"
    if connection.vendor == "sqlite":
        connections.close_all()
        connection.settings_dict["NAME"] = str(home / sqlite.NAME)
    yield Environment(SETPOINT_HOME=home, DATABASE_URL=os.environ.get("DATABASE_URL", ""))
    connections.close_all()


def brought(version: str, told: Environment) -> None:
    """Let the home be what that version left."""
    restore(HERE / version / f"{connection.vendor}.zip", told, force=True)


def rows() -> dict[str, int]:
    if connection.vendor == "postgresql":
        return postgresql.rows()
    return sqlite.rows(Path(connection.settings_dict["NAME"]))


def said(told: Environment) -> list[str]:
    lines: list[str] = []
    upgrading.upgrade(told, say=lines.append)
    return lines


@pytest.mark.parametrize("version", VERSIONS)
def test_the_company_of_a_version_lives_on_in_this_one(version: str, told: Environment) -> None:
    brought(version, told)
    waited = len(upgrading.waiting())

    lines = said(told)

    assert lines[-1] == ("Upgraded and checked." if waited else "The database is of this version.")
    assert json.loads(json.dumps(figures(), default=str)) == json.loads((HERE / version / "figures.json").read_text())
    catch_up()
    run_tick(at_noon(TODAY.toordinal()))
    client = Client()
    client.force_login(User.objects.get(email="olga.owen@tidewater.example"))
    pages = ("/control-room", "/deals", "/customers", "/records/machine", "/settings/people", "/imports")
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    # what sellers could do before rights told of it they still can
    client.force_login(User.objects.get(email="sara.stone@tidewater.example"))
    taken_away = client.get("/lists/sales.deal/export.csv?columns=name")
    assert b"".join(taken_away.streaming_content).count(b"\n") > 1


def test_an_upgrade_that_fails_leaves_everything_as_it_was(told: Environment) -> None:
    brought("0.1.0", told)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {LATER} (id bigint)")
    before, waited = rows(), upgrading.waiting()

    with pytest.raises(Refusal, match=rf"The upgrade failed: .*{LATER}.*already exists") as refused:
        said(told)

    assert "Everything is as it was before." in str(refused.value)
    assert (rows(), upgrading.waiting()) == (before, waited)
    kept = Path(backing_up.last()["file"])
    assert kept.name.startswith("before-upgrade-")
    assert str(kept) in str(refused.value)


def test_a_database_in_use_or_of_a_later_version_is_left_alone(told: Environment) -> None:
    brought("0.1.0", told)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('kernel', '9999_later', CURRENT_TIMESTAMP)"
        )
    before = rows()

    with pytest.raises(Refusal, match=r"The database was changed by a later version: kernel\.9999_later"):
        said(told)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    with another_user(told), pytest.raises(Refusal, match="The database is in use"):
        said(told)

    assert rows() == before | {"django_migrations": before["django_migrations"] - 1}
    assert backing_up.last() is None


class another_user:  # noqa: N801 - reads as a sentence
    """Somebody who has the database open."""

    def __init__(self, told: Environment) -> None:
        self.told = told

    def __enter__(self) -> None:
        self.wire = connection.copy()
        self.wire.ensure_connection()
        with self.wire.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM kernel_user")
            cursor.fetchall()

    def __exit__(self, *_: object) -> None:
        self.wire.close()


def test_what_an_interrupted_restore_left_is_not_dropped_unasked(told: Environment, tmp_path: Path) -> None:
    dump = HERE / "0.1.0" / f"{connection.vendor}.zip"
    if connection.vendor == "sqlite":
        # there what is set aside is a folder, and stays
        left = told.home / ".replaced-interrupted"
        left.mkdir()
        restore(dump, told, force=True)
        assert left.exists()
        return
    restore(dump, told, force=True)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {postgresql.ASIDE}")
        cursor.execute(f"CREATE TABLE {postgresql.ASIDE}.company (name text)")

    with pytest.raises(Refusal, match=r"setpoint_before_restore.*--drop-leftover drops it"):
        restore(dump, told, force=True)
    assert postgresql.has_leftover()
    assert [each.subject for each in upgrading.look(told) if each.level == "bad"] == ["alone"]

    restore(dump, told, force=True, drop_leftover=True)
    assert not postgresql.has_leftover()


def test_an_empty_disk_is_said_before_anything_is_done(told: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    brought("0.1.0", told)
    usage = shutil.disk_usage(told.home)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage._replace(free=1_000_000))

    with pytest.raises(Refusal, match=r"Free on the disk of the home folder: 0 MB; needed: \d+ MB → Make room"):
        said(told)
    assert backing_up.last() is None


def test_a_start_of_this_version_upgrades_an_older_company_with_a_way_back(
    told: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    brought("0.1.0", told)
    monkeypatch.setenv("SETPOINT_HOME", str(told.home))
    before, waited = rows(), upgrading.waiting()
    capsys.readouterr()

    assert main(["upgrade", "--check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"Changes of the database that wait: {len(waited)}"
    assert [line.strip() for line in lines if line.startswith("    ")] == waited
    assert (rows(), backing_up.last()) == (before, None)

    _prepare()
    assert "Backed up: " in capsys.readouterr().out
    assert upgrading.waiting() == []
    assert Path(backing_up.last()["file"]).exists()
    _prepare()
    assert capsys.readouterr().out == ""
