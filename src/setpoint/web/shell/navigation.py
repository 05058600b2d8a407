"""The rail in the order of the day. An entry is there when its screen exists and the person may use it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.kernel.models import Grant, User


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
    Entry("customers", _("Customers"), "users", "customers.party", "c", ("/customers",)),
    Entry("board", _("Deals"), "layout-kanban", "sales.deal", "d", ("/deals",)),
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
    Entry("settings", pgettext_lazy("rail", "Settings"), "settings", "", "s", ("/settings", "/imports")),
)


@dataclass(frozen=True)
class Link:
    """An entry as it stands in the rail of one page."""

    entry: Entry
    url: str
    current: bool


def seen_kinds(user: User) -> set[str]:
    """Return the kinds of record of which the person may see some ("*" = all)."""
    return set(
        Grant.objects.filter(role=user.role_id, action__in=("see", "*")).values_list("kind", flat=True)
        if user.role_id
        else ()
    )


def rail(user: User, path: str) -> list[Link]:
    """Return the links of the rail, the one that covers `path` marked as current."""
    kinds = seen_kinds(user)
    links = []
    for entry in ENTRIES:
        if entry.kind and not kinds & {entry.kind, "*"}:
            continue
        url = reverse(entry.view)
        links.append(Link(entry, url, path == url or path.startswith(entry.under or ("\0",))))
    return links
