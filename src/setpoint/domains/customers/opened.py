"""Tasks of other systems that are still open stand on the card of their customer."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.permissions import TASK, visible_tasks
from setpoint.domains.customers.queries.opened import Opened, OpenKind, OpenThing, register_open
from setpoint.kernel.actors import Actor
from setpoint.kernel.refs import Ref

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def find(actor: Actor, parties: Sequence[int], limit: int) -> Opened:
    """Return the tasks that are open, those due first before others."""
    found = visible_tasks(actor).filter(party__in=parties, done=False)
    rows = list(found.order_by("due_on", "pk")[: limit + 1])
    count = found.count() if len(rows) > limit else len(rows)
    things = [OpenThing(Ref(TASK, row.pk), row.subject, row.state, row.begun_at or NEVER) for row in rows[:limit]]
    return Opened(things, count)


register_open(OpenKind(TASK, _("Tasks of another system"), "check", find))
