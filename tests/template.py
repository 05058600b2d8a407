"""The migrated database is made once and kept: every run of the same migrations begins with a copy of it."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.groups import ROOT

KEPT = ROOT / ".local" / "test-databases"
# what makes a migrated database what it is
SOURCES = ("requirements.lock", "src/setpoint/settings.py", "src/setpoint/**/migrations/*.py", "src/setpoint/**/*.sql")
LOCK = pytest.StashKey[Any]()


def template() -> Path:
    """Return where the database of these migrations is kept."""
    digest = hashlib.sha256(connection.vendor.encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.as_posix().encode() + path.read_bytes())
    return KEPT / f"{digest.hexdigest()[:16]}.{connection.vendor}"


@pytest.fixture(scope="session")
def django_db_keepdb(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[bool]:
    """Put a copy in place, where there is one; the first of many workers makes it, the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    lock = (KEPT / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    request.config.stash[LOCK] = lock
    kept = template()
    if kept.exists():
        name = connection.creation._get_test_db_name()
        with django_db_blocker.unblock():
            _bring(kept, name)
    # the file goes with the home of the run, the server with its command
    yield True
    lock.close()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep what was migrated before any test writes into it."""
    kept = template()
    if not kept.exists():
        for other in KEPT.glob(f"*.{connection.vendor}"):
            other.unlink()
        with django_db_blocker.unblock():
            _keep(kept)
    fcntl.flock(request.config.stash[LOCK], fcntl.LOCK_UN)


def _bring(kept: Path, name: str) -> None:
    if connection.vendor == "sqlite":
        shutil.copy(kept, name)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    _run("pg_restore", name, "--no-owner", "--exit-on-error", str(kept))


def _keep(kept: Path) -> None:
    fresh = kept.with_suffix(f".{os.getpid()}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(fresh)])
    else:
        _run("pg_dump", connection.settings_dict["NAME"], "--format=custom", "--compress=0", f"--file={fresh}")
    fresh.rename(kept)


def _run(program: str, database: str, *arguments: str) -> None:
    told = connection.settings_dict
    where = [f"--host={told['HOST']}", f"--port={told['PORT']}", f"--username={told['USER']}", f"--dbname={database}"]
    subprocess.run([program, *where, *arguments], check=True, env=os.environ | {"PGPASSWORD": told["PASSWORD"]})
