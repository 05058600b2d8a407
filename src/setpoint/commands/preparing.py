"""What must be true before anything is served: the database is migrated."""

from collections.abc import Callable
from gettext import gettext as _

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from setpoint.commands.refusal import Refusal
from setpoint.journal.counting import keep_ahead

Say = Callable[[str], object]


def require_answer() -> None:
    """Connect to the database. Refusal when it does not answer."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Refusal(_("The database does not answer: %s") % error) from None


def prepare(*, say: Say) -> None:
    """Migrate where there is something to do. Refusal when the database does not answer."""
    require_answer()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say(_("Preparing the database..."))
        call_command("migrate", verbosity=0, interactive=False)
    # somebody may have moved the database by programs of its own
    keep_ahead()
    connections.close_all()
