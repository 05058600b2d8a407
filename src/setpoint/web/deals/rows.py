"""The list of deals: which rows, in which order."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import Actor
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import visible_to
from setpoint.web.board.filters import Filter
from setpoint.web.paging import Order

STATES = {
    "open": _("Open"),
    "won": _("Won"),
    "lost": _("Lost"),
    "closed": pgettext_lazy("deals", "Closed"),
    "all": _("All"),
}
CLOSED = {"won", "lost", "closed"}
SORTS = {
    "name": (_("Deal"), "folded", False),
    "amount": (_("Amount"), "amount", True),
    "opened": (_("Created"), "opened_at", True),
    "touched": (_("Last touch"), "touched_at", False),
}


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; unknown words ask for what is usual."""

    filter: Filter
    state: str
    sort: str
    descending: bool

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        """Read an address."""
        state, sort = query.get("state", "open"), query.get("sort", "")
        name = sort.removeprefix("-")
        known = name in SORTS
        return cls(
            Filter.of(query),
            state if state in STATES else "open",
            name if known else "",
            sort.startswith("-") if known else True,
        )

    @property
    def moment(self) -> str:
        """Which moment a period is asked of: the closing of what is closed, the beginning of the rest."""
        return "closed_at" if self.state in CLOSED else "opened_at"

    @property
    def order(self) -> Order:
        """The order of rows; the newest first where none is asked for."""
        return Order(SORTS[self.sort][1] if self.sort else "pk", self.descending)


def deals_for(actor: Actor, wanted: Wanted) -> "QuerySet[Deal]":
    """Return the visible deals that fit."""
    deals = wanted.filter.apply(visible_to(actor, "sales.deal"))
    match wanted.state:
        case "open":
            deals = deals.filter(closed_at__isnull=True)
        case "closed":
            deals = deals.filter(closed_at__isnull=False)
        case "won" | "lost":
            deals = deals.filter(closure__outcome=wanted.state)
    return wanted.filter.within(deals, wanted.moment)


def totals(deals: "QuerySet[Deal]") -> tuple[int, list[Money]]:
    """Return how many there are and their known amounts, a sum for each currency. One query."""
    rows = list(deals.order_by("currency").values("currency").annotate(count=Count("pk"), total=Sum("amount")))
    sums = [Money(row["total"], row["currency"]) for row in rows if row["total"] is not None]
    return sum(row["count"] for row in rows), sums
