"""Deals leave with all that belongs to them: who decides, what is sold, against whom, how it is paid, whose credit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from setpoint.domains.sales.models import (
    Competitor,
    CreditShare,
    Deal,
    DealContact,
    DealLine,
    Hold,
    Recurrence,
)
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import visible_to
from setpoint.platform.lists.columns import Column, Native
from setpoint.platform.lists.exporting import flat, head, plain
from setpoint.platform.lists.kinds import columns_of, list_of
from setpoint.platform.lists.packing import pack
from setpoint.platform.lists.showing import cells_of, joined
from setpoint.platform.lists.whole import Whole, register_whole

PARTS = {
    "number": _("Number"),
    "key": _("Key in another system"),
    "contacts": _("People of the customer (name; role)"),
    "lines": _("Lines (product; quantity; price)"),
    "competitors": _("Competitors"),
    "hold": _("Waits (reason; until)"),
    "credit": _("Credit (who; share, %)"),
    "recurrence": _("Paid again (how often; times; each)"),
}
MILLION = Decimal(1_000_000)
Rows = Mapping[int, list[list[str]]]


def names(language: str, by: Actor) -> list[str]:
    """Return the names of the columns: those of the list, then what belongs to deals."""
    with override(language):
        return [*head(list(_columns(by).values())), *(str(label) for label in PARTS.values())]


def rows(ids: Sequence[int], by: Actor) -> list[list[str]]:
    """Return the cells of deals, as far as the actor sees them; as many queries for any number of deals."""
    every = _columns(by)
    shown = list(every.values())
    there = joined(Deal.objects.all(), shown).in_bulk(ids)
    deals = [there[pk] for pk in ids if pk in there]
    parts = _parts(ids, by)
    cells = cells_of(KIND, deals, shown, every, by)
    return [
        [
            *(plain(cell) for column, one in zip(shown, row, strict=True) for cell in flat(column, one)),
            str(deal.pk),
            deal.external_id,
            *(pack(parts[name].get(deal.pk, ())) for name in list(PARTS)[2:]),
        ]
        for deal, row in zip(deals, cells, strict=True)
    ]


def _columns(by: Actor) -> dict[str, Column]:
    every = columns_of(list_of(KIND), by)
    return {key: one for key, one in every.items() if not (isinstance(one, Native) and one.hidden)}


def _parts(ids: Sequence[int], by: Actor) -> dict[str, Rows]:
    seen = visible_to(by, "customers.party").values("pk")
    # what prices tell of the amount
    shows_amount = "amount" not in hidden(by, KIND)
    contacts = DealContact.objects.filter(party__in=seen)
    return {
        "contacts": _of(contacts, ids, lambda one: [one.party.name, one.role], "party"),
        "lines": _of(DealLine.objects.all(), ids, _line, "product", "deal") if shows_amount else {},
        "competitors": _of(Competitor.objects.all(), ids, lambda one: [one.name]),
        "hold": _of(Hold.objects.all(), ids, lambda one: [one.reason, one.until.isoformat()]),
        "credit": _of(CreditShare.objects.all(), ids, _share, "user"),
        "recurrence": _of(Recurrence.objects.all(), ids, _recurrence, "deal") if shows_amount else {},
    }


def _of(found: Any, ids: Sequence[int], told: Any, *related: str) -> Rows:
    said: dict[int, list[list[str]]] = defaultdict(list)
    rows = found.filter(deal__in=ids)
    for one in (rows.select_related(*related) if related else rows).order_by("pk"):
        said[one.deal_id].append(told(one))
    return said


def _line(one: DealLine) -> list[str]:
    return [one.product.name, str(one.quantity), _money(one.price, one.deal)]


def _share(one: CreditShare) -> list[str]:
    return [one.user.name, f"{one.share * 100 / MILLION:f}"]


def _recurrence(one: Recurrence) -> list[str]:
    return [one.period, str(one.periods), _money(one.amount, one.deal)]


def _money(minor: int, deal: Deal) -> str:
    return f"{Money(minor, deal.currency).amount:f} {deal.currency}"


register_whole(KIND, Whole(names, rows))
