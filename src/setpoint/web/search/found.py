"""What the box finds: places and verbs by their words, customers and deals by any part of their name."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.permissions import rights_of, visible_to
from setpoint.web.search.commands import COMMANDS

SHOWN = 6


@dataclass(frozen=True)
class Choice:
    """A line of the box."""

    label: str | Promise
    detail: str | Promise
    url: str
    icon: str


@dataclass(frozen=True)
class Group:
    """Lines of one sort under their heading."""

    heading: str
    choices: list[Choice]


def look_up(actor: Actor, text: str) -> list[Group]:
    """Return what there is for `text`; verbs and places alone while nothing is written."""
    wanted, kinds = fold(text), rights_of(actor).kinds("see")
    groups = [
        Group(_("Do"), list(_commands(kinds, wanted))),
        Group(_("Customers"), list(_customers(actor, wanted)) if wanted else []),
        Group(_("Deals"), list(_deals(actor, wanted)) if wanted else []),
    ]
    return [group for group in groups if group.choices]


def _commands(kinds: set[str], wanted: str) -> Iterator[Choice]:
    for command in COMMANDS:
        allowed = not command.kind or kinds & {command.kind, "*"}
        if allowed and all(word in fold(f"{command.label} {command.words}") for word in wanted.split()):
            yield Choice(command.label, "", reverse(command.view), command.icon)


def _customers(actor: Actor, wanted: str) -> Iterator[Choice]:
    for party in visible_to(actor, "customers.party").filter(folded__contains=wanted).order_by("folded")[:SHOWN]:
        person = party.kind == "person"
        yield Choice(party.name, party.sector, reverse("customer", args=[party.pk]), "user" if person else "building")


def _deals(actor: Actor, wanted: str) -> Iterator[Choice]:
    deals = visible_to(actor, "sales.deal").filter(folded__contains=wanted).select_related("stage")
    # the newest first: by number, which needs no sorting of all that was found
    for deal in deals.order_by("-pk")[:SHOWN]:
        state = _("closed") if deal.closed_at else deal.stage.name
        yield Choice(deal.name, state, reverse("deal", args=[deal.pk]), "layout-kanban")
