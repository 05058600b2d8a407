"""A new version over a company: looked at first, backed up, migrated, checked; put back where any of it fails."""

import shutil
from collections.abc import Callable, Iterator
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from setpoint.commands.processes.home_lock import only_one
from setpoint.commands.refusal import Refusal
from setpoint.commands.upkeep import backing_up, machine_checks, postgresql, sqlite
from setpoint.commands.upkeep.findings import Finding, Level
from setpoint.commands.upkeep.restoring import FOLDERS, put_back

if TYPE_CHECKING:
    from setpoint.environment import Environment

Say = Callable[[str], object]
# what no version takes away: facts are never deleted, records only by people
GUARDED = ("journal_fact", "kernel_user", "customers_party", "catalog_product", "sales_deal")


def waiting() -> list[str]:
    """Return the changes of the database that this version has and the database has not, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def look(told: "Environment") -> list[Finding]:
    """Return what is to be known before an upgrade; a BAD finding stops it. Nothing is changed."""
    found = [*_versions()]
    # without an answer or a common history there is nothing more to ask
    if found[-1].level != Level.BAD:
        found += [*_alone(told), *_room(told), *machine_checks.keys()]
    return found


def upgrade(told: "Environment", *, say: Say) -> None:
    """Upgrade a home that nobody uses, under its lock. Refusal where that cannot be done: then all is as it was."""
    with only_one(told.home):
        upgrade_locked(told, say=say)


def upgrade_locked(told: "Environment", *, say: Say) -> None:
    """Do it where the lock of the home is held."""
    if bad := [each for each in look(told) if each.level == Level.BAD]:
        raise Refusal("\n".join(f"{each.text} → {each.advice}" for each in bad))
    if not (names := waiting()):
        say(_("The database is of this version."))
        return
    kept = backing_up.default_target("before-upgrade")
    try:
        before = backing_up.back_up(kept, with_keys=True)
    except OSError as error:
        raise Refusal(_("The archive could not be written: %s") % error) from None
    say(_("Backed up: %s") % kept)
    say(_("Changes of the database: %s") % len(names))
    try:
        call_command("migrate", verbosity=0, interactive=False)
        _stands(before.rows)
    except BaseException as error:
        _undo(kept, told, error)
        raise
    connections.close_all()
    say(_("Upgraded and checked."))


def is_founded() -> bool:
    """Whether the database has tables of an earlier start."""
    return "django_migrations" in connection.introspection.table_names()


def _undo(kept: Path, told: "Environment", error: BaseException) -> None:
    """Put the archive back. Refusal says why the upgrade failed; an interruption is left to the caller."""
    connections.close_all()
    try:
        put_back(kept, told)
    except Exception as worse:  # noqa: BLE001 - whatever it is, the person must learn where the archive lies
        text = _("The upgrade failed (%(why)s), and so did the way back (%(worse)s). Everything is in %(file)s.")
        raise Refusal(text % {"why": error, "worse": worse, "file": kept}) from error
    if isinstance(error, Exception):
        text = _("The upgrade failed: %(why)s\nEverything is as it was before. The archive made of it: %(file)s")
        raise Refusal(text % {"why": error, "file": kept}) from error


def _stands(before: dict[str, int]) -> None:
    """See that nothing waits, and that nothing that was there is gone. Refusal names what is."""
    if names := waiting():
        raise Refusal(_("A change of the database still waits: %s") % names[0])
    if connection.vendor == "sqlite":
        connection.close()
        database = Path(connection.settings_dict["NAME"])
        sqlite.look_through(database)
        after = sqlite.rows(database)
    else:
        after = postgresql.rows()
    for table in GUARDED:
        if after.get(table, 0) < before.get(table, 0):
            raise Refusal(
                _("%(table)s had %(before)s rows and has %(after)s.")
                % {"table": table, "before": before[table], "after": after.get(table, 0)}
            )


def _versions() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        yield Finding("migrations", Level.BAD, str(error), _("Restore a backup of a released version."))
        return
    except DatabaseError as error:
        told = _("The database does not answer: %s") % error
        yield Finding("database", Level.BAD, told, _("Look at DATABASE_URL and at the disk."))
        return
    unknown = sorted(set(executor.loader.applied_migrations) - executor.loader.disk_migrations.keys())
    if unknown:
        told = _("The database was changed by a later version: %s") % ".".join(unknown[0])
        yield Finding("migrations", Level.BAD, told, _("Install that version, or restore a backup of this one."))
        return
    count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    text = _("Changes of the database that wait: %s") % count if count else _("The database is of this version.")
    yield Finding("migrations", Level.GOOD, text)


def _alone(told: "Environment") -> Iterator[Finding]:
    connections.close_all()
    in_use = postgresql.is_in_use() if told.database_url else sqlite.is_in_use(told.home / sqlite.NAME)
    if in_use:
        text = _("The database is in use.")
        yield Finding("alone", Level.BAD, text, _("Stop every process of Setpoint first."))
    elif told.database_url and postgresql.has_leftover():
        # the way back would stand before it
        text = _("The schema “%s” of an interrupted restore is in the database.") % postgresql.ASIDE
        yield Finding("alone", Level.BAD, text, _("Look at it, and drop it or bring it back."))
    else:
        yield Finding("alone", Level.GOOD, _("Nobody else uses the database."))


def _room(told: "Environment") -> Iterator[Finding]:
    """Twice the database and its files: a copy, and the archive packed from it."""
    files = sum(path.stat().st_size for name in FOLDERS for path in (told.home / name).rglob("*") if path.is_file())
    needed = 2 * (_size(told) + files) + machine_checks.FULL
    free = shutil.disk_usage(told.home).free
    text = _("Free on the disk of the home folder: %(free)s MB; needed: %(needed)s MB")
    figures = {name: f"{size // machine_checks.MEGABYTE:,}" for name, size in (("free", free), ("needed", needed))}
    level = Level.GOOD if free >= needed else Level.BAD
    yield Finding("disk", level, text % figures, "" if level == Level.GOOD else _("Make room for a backup."))


def _size(told: "Environment") -> int:
    if not told.database_url:
        return sum((told.home / name).stat().st_size for name in sqlite.FILES if (told.home / name).exists())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return int(size)
