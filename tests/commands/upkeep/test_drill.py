"""The drill: a company is written into an archive, lost, and brought back; it answers as before."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection, connections

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.journal import forgetting
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM
from setpoint.loop.cycle_plan import plan_goal
from tests.cast import make_cast
from tests.live_database import _maintenance
from tests.loop.quarter import END, Q1, stories, tell_the_database

pytestmark = pytest.mark.long
SOURCE = Path(__file__).parents[3] / "src"


class Place:
    """A home with its database, and the command on it."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.database = home, database

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        variables = os.environ | {"SETPOINT_HOME": str(self.home), "PYTHONPATH": str(SOURCE), "LANGUAGE": "en"}
        if connection.vendor == "postgresql":
            variables["DATABASE_URL"] = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=self.database))
        connections.close_all()
        command = [sys.executable, "-m", "setpoint.cli", *arguments]
        return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def place(live_db: str, tmp_path: Path) -> Place:
    """Tidewater Sheds in the first quarter of 2026, with a plan that will be missed."""
    home = tmp_path / "home"
    home.mkdir()
    if connection.vendor == "sqlite":
        connections.close_all()
        shutil.copy(live_db, home / "setpoint.sqlite3")
        connection.settings_dict["NAME"] = str(home / "setpoint.sqlite3")
    (home / "files").mkdir()
    (home / "files" / "offer.pdf").write_text("offer")
    tell_the_database(make_cast(), stories())
    catch_up()
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=60_000_000, by=SYSTEM)
    return Place(home, live_db)


@pytest.fixture
def elsewhere(place: Place, tmp_path: Path) -> Iterator[Place]:
    """An empty home with an empty database."""
    name = f"{place.database}_elsewhere"
    if connection.vendor == "postgresql":
        _maintenance(f'CREATE DATABASE "{name}"')
    yield Place(tmp_path / "elsewhere", name)
    if connection.vendor == "postgresql":
        _maintenance(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_a_restored_company_answers_the_same_report(place: Place, elsewhere: Place, tmp_path: Path) -> None:
    assert place.call("loop", "tick").returncode == 0
    report = place.call("loop", "report", "--json").stdout

    written = place.call("backup", str(tmp_path / "kept.zip"))
    restored = elsewhere.call("restore", str(tmp_path / "kept.zip"))

    assert (written.returncode, restored.returncode) == (0, 0), written.stderr + restored.stderr
    assert len(json.loads(report)) == 28
    assert elsewhere.call("loop", "report", "--json").stdout == report
    assert (elsewhere.home / "files" / "offer.pdf").read_text() == "offer"
    assert elsewhere.call("createadmin", "olga.owen@tidewater.example").returncode == 1  # it lives: no password given
    again = elsewhere.call("restore", str(tmp_path / "kept.zip"))
    assert (again.returncode, "--force replaces it." in again.stderr) == (1, True)


def test_who_was_forgotten_meanwhile_does_not_come_back(place: Place, tmp_path: Path) -> None:
    ada = parties.create(kind="person", name="Ada Lovelace", by=SYSTEM)
    ivan = Party.objects.exclude(pk=ada.pk).filter(kind="person").first()
    assert ivan
    written = place.call("backup", str(tmp_path / "kept.zip"))
    assert written.returncode == 0, written.stderr
    forgetting.forget(ada.pk, by=SYSTEM)

    restored = place.call("restore", "--force", str(tmp_path / "kept.zip"))

    assert restored.returncode == 0, restored.stderr
    assert "Lovelace" not in Party.objects.get(pk=ada.pk).name
    assert Party.objects.get(pk=ivan.pk).name == ivan.name
    if connection.vendor == "sqlite":
        connections.close_all()
        assert b"Lovelace" not in b"".join(path.read_bytes() for path in place.home.glob("setpoint.sqlite3*"))
