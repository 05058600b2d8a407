"""A card as the board draws it, with everything computed, because a template that computes is slow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from setpoint.domains.sales.models import Deal
from setpoint.ui.templatetags.figures import money
from setpoint.ui.templatetags.pictures import initials


@dataclass(frozen=True)
class Card:
    """What a card shows; `days` in the stage, None where unknown."""

    id: int
    name: str
    customer: str
    url: str
    owner: str
    initials: str
    money: str
    estimated: bool
    days: int | None
    late: bool


def drawn(deals: Iterable[Deal], now: datetime) -> list[Card]:
    """Return the cards of deals that came with their names."""
    return [_card(deal, now) for deal in deals]


def _card(deal: Deal, now: datetime) -> Card:
    days = None if deal.stage_since is None else max((now - deal.stage_since).days, 0)
    return Card(
        id=deal.pk,
        name=deal.name,
        customer=deal.customer.name if deal.customer else "",
        url=reverse("deal", args=[deal.pk]),
        owner=deal.owner.name,
        initials=initials(deal.owner.name),
        money=money(deal.money, "whole"),
        estimated=deal.estimated,
        days=days,
        late=days is not None and days >= deal.stage.norm_days,
    )
