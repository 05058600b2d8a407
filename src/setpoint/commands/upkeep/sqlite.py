"""The embedded database: copied while others write, and looked at in a copy."""

import sqlite3
from contextlib import closing
from gettext import gettext as _
from pathlib import Path

from setpoint.commands.refusal import Refusal

NAME = "setpoint.sqlite3"
FILES = (NAME, f"{NAME}-wal", f"{NAME}-shm")


def copy(source: Path, to: Path) -> None:
    """Copy the database as it is at one moment; writers do not wait. Refusal where the copy is not whole."""
    with closing(sqlite3.connect(source)) as living, closing(sqlite3.connect(to)) as copied:
        # all pages in one step: a copy in pieces begins anew at every write of somebody else
        living.backup(copied, pages=-1)
        # one file, nothing beside it
        copied.execute("PRAGMA journal_mode=DELETE")
    look_through(to)


def look_through(database: Path) -> None:
    """Check pages, indexes and references. Refusal says what is wrong."""
    try:
        with closing(sqlite3.connect(database)) as wire:
            (said,) = wire.execute("PRAGMA integrity_check(1)").fetchone()
            astray = wire.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        said, astray = str(error), None
    if said != "ok":
        raise Refusal(_("The database is damaged: %s") % said)
    if astray:
        raise Refusal(_("The database is damaged: %s") % f"{astray[0]} → {astray[2]}")


def rows(database: Path) -> dict[str, int]:
    """Count the rows of every table."""
    with closing(sqlite3.connect(database)) as wire:
        names = wire.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return {
            name: wire.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (a name of the database's own)
            for (name,) in sorted(names.fetchall())
        }


def migrations(database: Path) -> list[str]:
    """Return which migrations the database has seen."""
    with closing(sqlite3.connect(database)) as wire:
        return sorted(f"{app}.{name}" for app, name in wire.execute("SELECT app, name FROM django_migrations"))


def forgotten(database: Path) -> set[int]:
    """Return the numbers of persons forgotten here; none where the database cannot tell."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as wire:
            return {number for (number,) in wire.execute("SELECT person_id FROM journal_forgetting")}
    except sqlite3.DatabaseError:
        return set()


def is_in_use(database: Path) -> bool:
    """Whether another process has the database open: who alone has it may leave the write-ahead log."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database, timeout=0.5)) as wire:
        try:
            wire.execute("PRAGMA journal_mode=DELETE")
            wire.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            return True
        except sqlite3.DatabaseError:
            return False
    return False
