"""Bringing an archive back: looked through first, then put in place whole, or not at all."""

import tempfile
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from setpoint.commands.application import start_django
from setpoint.commands.processes.home_lock import only_one
from setpoint.commands.refusal import Refusal
from setpoint.commands.upkeep import archive, sqlite
from setpoint.commands.upkeep.manifest import Manifest, fingerprints, same_rows
from setpoint.commands.upkeep.swapping import swapped

if TYPE_CHECKING:
    from setpoint.environment import Environment

FOLDERS = ("files", "imports")


def restore(path: Path, told: "Environment", *, force: bool, drop_leftover: bool = False) -> Manifest:
    """Put the archive `path` in place of what `told` has. Refusal where it is damaged or something is in its way.

    Persons who were forgotten here after the archive was made are forgotten again. `drop_leftover` lets what an
    interrupted restore set aside in PostgreSQL go; without it that is a refusal.
    """
    with archive.opened(path) as (packed, said):
        _same_engine(said, told)
        archive.verify(packed, said)
        same = fingerprints(told.home / "keys").get("secret.key") == said.keys.get("secret.key")
        with only_one(told.home):
            gone = _exchange(packed, said, told, force=force, drop_leftover=drop_leftover)
            start_django()
            from setpoint.commands.upkeep.forgotten import forget_again

            forget_again(gone if same else set())
            return said


def put_back(path: Path, told: "Environment") -> None:
    """Undo a change: bring the archive made just before it back over what is there. The lock of the home is held."""
    with archive.opened(path) as (packed, said):
        archive.verify(packed, said)
        _exchange(packed, said, told, force=True, drop_leftover=False)


def _exchange(packed: ZipFile, said: Manifest, told: "Environment", *, force: bool, drop_leftover: bool) -> set[int]:
    """Put everything in place; return the numbers of persons forgotten in what was there."""
    home = told.home
    _keys_are_there(said, home)
    if not force and (strange := _in_the_way(said, home)):
        raise Refusal(_("%s is there already. --force replaces it.") % strange)
    if said.engine == "sqlite" and sqlite.is_in_use(home / sqlite.NAME):
        raise Refusal(_("The database is in use: stop every process of Setpoint first."))
    parts = [*FOLDERS, *(["keys"] if said.has_keys else []), *(sqlite.FILES if said.engine == "sqlite" else [])]
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as scratch:
        stage = Path(scratch)
        archive.unpack(packed, said, stage)
        if said.engine == "sqlite":
            (stage / "database.sqlite3").rename(stage / sqlite.NAME)
            _whole(stage / sqlite.NAME, said)
            gone = sqlite.forgotten(home / sqlite.NAME)
            with swapped(home, stage, parts):
                pass
        else:
            with swapped(home, stage, parts):
                dumped = stage / "database.dump"
                gone = _restore_postgresql(dumped, said, force=force, drop_leftover=drop_leftover)
    return gone


def _restore_postgresql(dumped: Path, said: Manifest, *, force: bool, drop_leftover: bool) -> set[int]:
    start_django()
    from django.db import OperationalError, connections

    from setpoint.commands.upkeep import postgresql
    from setpoint.journal import counting

    try:
        filled = bool(postgresql.rows())
        in_use, leftover = postgresql.is_in_use(), postgresql.has_leftover()
    except OperationalError as error:
        raise Refusal(_("The database does not answer: %s") % error) from None
    if filled and not force:
        raise Refusal(_("%s is there already. --force replaces it.") % _("A database with tables"))
    if in_use:
        raise Refusal(_("The database is in use: stop every process of Setpoint first."))
    if leftover and not drop_leftover:
        raise Refusal(
            _(
                "An interrupted restore has left the schema “%s” in the database: it may hold the company from before. "
                "Look at it; --drop-leftover drops it."
            )
            % postgresql.ASIDE
        )
    gone = postgresql.forgotten()
    postgresql.restore(dumped, expected=said.rows)
    counting.keep_ahead()
    connections.close_all()
    return gone


def _same_engine(said: Manifest, told: "Environment") -> None:
    wanted = "postgresql" if told.database_url else "sqlite"
    if said.engine != wanted:
        raise Refusal(
            _("The archive holds a database of %(held)s, this installation uses %(wanted)s (DATABASE_URL).")
            % {"held": said.engine, "wanted": wanted}
        )


def _whole(database: Path, said: Manifest) -> None:
    sqlite.look_through(database)
    same_rows(sqlite.rows(database), said.rows)


def _in_the_way(said: Manifest, home: Path) -> str:
    """Return what would be replaced; "" where nothing would."""
    if (home / sqlite.NAME).exists():
        return str(home / sqlite.NAME)
    for name in FOLDERS:
        if (home / name).exists() and any((home / name).iterdir()):
            return str(home / name)
    mine = fingerprints(home / "keys")
    return str(home / "keys") if said.has_keys and mine and mine != said.keys else ""


def _keys_are_there(said: Manifest, home: Path) -> None:
    """An archive without keys needs those of its home. Refusal names the file that lacks them."""
    mine = fingerprints(home / "keys")
    if said.has_keys:
        return
    for name, wanted in said.keys.items():
        if not set(wanted) <= set(mine.get(name, [])):
            raise Refusal(
                _("The archive was made without keys and those that open it are not in %s: copy them there first.")
                % (home / "keys" / name)
            )
