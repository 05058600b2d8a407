"""The rail in the order of the day. An entry is there when its screen exists and the person may use it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.kernel.actors import Actor
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import rights_of, scope_of


@dataclass(frozen=True)
class Entry:
    """`view` is the name of its address, `kind` what one must be allowed to see, `under` the addresses it covers.

    `picture` is an icon, or one of the five marks of the loop where `mark` says so. `key` goes there after g.
    """

    view: str
    label: Promise
    picture: str
    kind: str
    key: str
    under: tuple[str, ...] = ()
    mark: bool = False


ENTRIES = (
    Entry("today", _("Today"), "calendar", "sales.deal", "t"),
    Entry("lead_board", _("Leads"), "inbox", "sales.lead", "l", ("/leads",)),
    Entry("customers", _("Customers"), "users", "customers.party", "c", ("/customers",)),
    Entry("board", _("Deals"), "layout-kanban", "sales.deal", "d", ("/deals",)),
    Entry("calendar", _("Calendar"), "clock", "activities.activity", "a", ("/activities",)),
    Entry("plan", pgettext_lazy("rail", "Plan"), "plan", "loop.plan", "p", ("/plan",), mark=True),
    Entry(
        "control_room",
        pgettext_lazy("rail", "Control room"),
        "control",
        "loop.figures",
        "r",
        ("/corrections",),
        mark=True,
    ),
    Entry("reports", _("Reports"), "chart-line", "sales.deal", "b", ("/reports",)),
    # a kind that ends in a dot stands for all kinds that begin so
    Entry("kinds", _("Records"), "archive", "objects.", "o", ("/records",)),
    Entry("settings", pgettext_lazy("rail", "Settings"), "settings", "", "s", ("/settings", "/imports")),
)


# on a phone four stand at the bottom, those of these that come first; the others are opened by a fifth
AT_THE_THUMB = ("today", "board", "control_room", "lead_board", "customers", "reports", "settings")
PLACES = 4


@dataclass(frozen=True)
class Link:
    """An entry as it stands in the rail of one page; `thumb`: at the bottom of a phone too."""

    entry: Entry
    url: str
    current: bool
    thumb: bool


def rail(actor: Actor, path: str) -> list[Link]:
    """Return the links of the rail, the one that covers `path` marked as current."""
    kinds = rights_of(actor).kinds("see")
    allowed = [entry for entry in ENTRIES if not entry.kind or _may(kinds, entry.kind)]
    views = {entry.view for entry in allowed}
    if scope_of(actor, "loop.figures", "see") == Scope.OWN:
        # who answers for himself alone has his figures in his day
        views.discard("control_room")
    thumbs = [view for view in AT_THE_THUMB if view in views][:PLACES]
    links = []
    for entry in allowed:
        url = reverse(entry.view)
        current = path == url or path.startswith(entry.under or ("\0",))
        links.append(Link(entry, url, current, entry.view in thumbs))
    return links


def _may(kinds: Collection[str], wanted: str) -> bool:
    if wanted.endswith("."):
        return any(kind.startswith(wanted) for kind in kinds)
    return wanted in kinds or "*" in kinds
