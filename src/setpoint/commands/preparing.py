"""What must be true before anything is served: the database is migrated, static files are collected."""

import hashlib
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from setpoint.commands.refusal import Refusal

Say = Callable[[str], object]
STAMP = ".collected"


def prepare(*, say: Say) -> None:
    """Migrate and collect where there is something to do. Refusal when the database does not answer."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise Refusal(_("The database does not answer: %s") % error) from None
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say(_("Preparing the database..."))
        call_command("migrate", verbosity=0, interactive=False)
    stamp = Path(settings.STATIC_ROOT) / STAMP
    wanted = _fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        say(_("Preparing the files for browsers..."))
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(wanted)
    connections.close_all()


def _fingerprint() -> str:
    """Name, size and age of every static file: what a new version or build changes."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            seen.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return seen.hexdigest()
