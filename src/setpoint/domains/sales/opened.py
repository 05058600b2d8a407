"""Open deals on the card of a customer."""

from collections.abc import Sequence

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.queries.opened import Opened, OpenKind, OpenThing, register_open
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.permissions import visible_to
from setpoint.kernel.refs import Ref


def find(actor: Actor, parties: Sequence[int], limit: int) -> Opened:
    """Return the open deals that the actor sees, those that wait longest first."""
    # a customer has fewer deals than a seller: they are found by him, then asked whose they are
    theirs = Deal.objects.filter(customer__in=parties).values("pk")
    deals = visible_to(actor, KIND).filter(pk__in=theirs, closed_at=None)
    waits = Coalesce("touched_at", "opened_at")
    rows = list(deals.select_related("stage").annotate(waits=waits).order_by("waits", "pk")[: limit + 1])
    count = deals.count() if len(rows) > limit else len(rows)
    shows_amount = "amount" not in hidden(actor, KIND)
    now = company_now()
    things = [
        OpenThing(
            Ref(KIND, deal.pk), deal.name, deal.stage.name, deal.waits or now, deal.money if shows_amount else None
        )
        for deal in rows[:limit]
    ]
    return Opened(things, count)


register_open(OpenKind(KIND, _("Deals"), "layout-kanban", find))
