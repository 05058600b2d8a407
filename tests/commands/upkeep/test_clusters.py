"""The drill of two clusters: an archive of one that had come far is restored into a fresh one, and life goes on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[3]
# transactions that the first cluster has behind it and the second has not
BURN = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("DO $$ BEGIN FOR n IN 1..30000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$")
"""
FOUND = """
from setpoint.domains.customers.operations import parties
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import Company
Company.objects.create(name="Tidewater Sheds", currency="USD", country="US", time_zone="UTC")
parties.create(kind="organisation", name="Oak", by=SYSTEM)
"""
ADD = """
from setpoint.domains.customers.operations import parties
from setpoint.kernel.actors import SYSTEM
parties.create(kind="organisation", name={name!r}, by=SYSTEM)
"""
# a follower of its own notes names in a file; all facts are sealed
FOLLOW = """
from setpoint.journal import followers
from setpoint.journal.sealing import seal_up, verify
names = []
followers.follower("drill")(lambda facts: names.extend(fact.data["name"] for fact in facts if "name" in fact.data))
followers.catch_up(["drill"])
seal_up()
print(*names, verify().broken)
"""


@contextmanager
def a_cluster() -> Iterator[str]:
    """Start a PostgreSQL of its own; yields the address of its empty database."""
    command = [ROOT / "scripts" / "with-postgres", "sh", "-c", 'echo "$DATABASE_URL"; cat']
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.stdin.close()


class Installation:
    """A home on a cluster."""

    def __init__(self, home: Path, database: str) -> None:
        home.mkdir()
        self.variables = os.environ | {
            "SETPOINT_HOME": str(home),
            "DATABASE_URL": database,
            "PYTHONPATH": str(ROOT / "src"),
            "LANGUAGE": "en",
            "DJANGO_SETTINGS_MODULE": "setpoint.settings",
        }

    def call(self, *arguments: str) -> str:
        return self._python("-m", "setpoint.cli", *arguments)

    def do(self, code: str) -> str:
        return self._python("-c", f"import django\ndjango.setup()\n{code}")

    def _python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], env=self.variables, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def test_a_company_moved_to_a_fresh_cluster_and_back_loses_no_fact(tmp_path: Path) -> None:
    with a_cluster() as old, a_cluster() as fresh:
        here, there = Installation(tmp_path / "here", old), Installation(tmp_path / "there", fresh)
        here.call("migrate")
        here.do(BURN)
        here.do(FOUND)
        assert here.do(FOLLOW) == "Oak None"
        here.do(ADD.format(name="Elm"))
        here.call("backup", str(tmp_path / "moved.zip"))

        there.call("restore", str(tmp_path / "moved.zip"))
        there.do(ADD.format(name="Ash"))
        assert there.do(FOLLOW) == "Elm Ash None"
        there.do(ADD.format(name="Fir"))
        assert there.do(FOLLOW) == "Fir None"

        there.call("backup", str(tmp_path / "back.zip"))
        here.call("restore", "--force", str(tmp_path / "back.zip"))
        here.do(ADD.format(name="Yew"))
        assert here.do(FOLLOW) == "Yew None"
