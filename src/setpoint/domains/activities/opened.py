"""Open activities on the card of a customer."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from setpoint.domains.activities.permissions import KIND
from setpoint.domains.customers.queries.opened import Opened, OpenKind, OpenThing, register_open
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.kernel.refs import Ref


def find(actor: Actor, parties: Sequence[int], limit: int) -> Opened:
    """Return the open activities that the actor sees, those due first before others."""
    found = visible_to(actor, KIND).filter(customer__in=parties, closed_at=None)
    rows = list(found.order_by("due_at", "pk")[: limit + 1])
    count = found.count() if len(rows) > limit else len(rows)
    things = [
        OpenThing(Ref(KIND, row.pk), row.subject, str(row.get_kind_display()), row.due_at) for row in rows[:limit]
    ]
    return Opened(things, count)


register_open(OpenKind(KIND, _("Activities"), "calendar", find))
