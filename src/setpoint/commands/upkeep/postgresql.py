"""PostgreSQL: dumped and restored by its own programs, found on the path."""

import os
import shutil
import subprocess
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from setpoint.commands.refusal import Refusal
from setpoint.commands.upkeep.manifest import same_rows

ASIDE = "setpoint_before_restore"
TABLES = """SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p')
    AND NOT relispartition ORDER BY relname"""


def dump(to: Path, *, look: Callable[[], None]) -> None:
    """Write a dump; `look` reads the very state that is dumped. Refusal where pg_dump is missing or fails."""
    pg_dump = _program("pg_dump")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        look()
        _call(pg_dump, "--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--snapshot={snapshot}",
              f"--file={to}", database_option="--dbname")  # fmt: skip
    # the list of contents is read back from what was written
    _call(_program("pg_restore"), "--list", str(to), database_option=None)


def restore(dumped: Path, *, expected: dict[str, int]) -> None:
    """Put a dump in place of everything in the database. Refusal where it cannot be: all is as it was then.

    The caller has seen that nobody needs what an interrupted restore left (`has_leftover`).
    """
    pg_restore = _program("pg_restore")
    with transaction.atomic():
        _run(
            f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE",
            "CREATE SCHEMA IF NOT EXISTS public",
            f"ALTER SCHEMA public RENAME TO {ASIDE}",
        )
    connection.close()
    try:
        _call(pg_restore, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(dumped),
              database_option="--dbname")  # fmt: skip
        same_rows(rows(), expected)
    except BaseException:
        connection.close()
        with transaction.atomic():
            _run("DROP SCHEMA IF EXISTS public CASCADE", f"ALTER SCHEMA {ASIDE} RENAME TO public")
        raise
    _run(f"DROP SCHEMA {ASIDE} CASCADE")


def rows() -> dict[str, int]:
    """Count the rows of every table."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
        counted = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 (the database's own)
            (counted[name],) = cursor.fetchone()
    return counted


def migrations() -> list[str]:
    """Return which migrations the database has seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return sorted(f"{app}.{name}" for app, name in cursor.fetchall())


def forgotten() -> set[int]:
    """Return the numbers of persons forgotten here."""
    if "journal_forgetting" not in connection.introspection.table_names():
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM journal_forgetting")
        return {number for (number,) in cursor.fetchall()}


def has_leftover() -> bool:
    """Whether a restore that was interrupted has left what it set aside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [ASIDE])
        return bool(cursor.fetchone()[0])


def is_in_use() -> bool:
    """Whether anybody else is connected to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0])


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Refusal(
            _("%s is not on this machine: install the client programs of PostgreSQL (postgresql-client).") % name
        )
    return found


def _call(program: str, *arguments: str, database_option: str | None) -> None:
    """Call a program of PostgreSQL; the password goes by its environment, where nobody sees it."""
    settings: dict[str, Any] = connection.settings_dict
    (_psql, *where), variables = DatabaseClient.settings_to_cmd_args_env(settings, [])
    # the last of them is the database
    wire = [*where[:-1], f"{database_option}={where[-1]}"] if database_option else []
    done = subprocess.run(  # noqa: S603 (a program found on the path, with our own words)
        [program, *wire, *arguments], env=os.environ | (variables or {}), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refusal(f"{Path(program).name}: {done.stderr.strip()[-600:]}")
