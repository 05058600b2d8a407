"""Deals with their past, told by an import: each with the facts that its life would have written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from setpoint.domains.sales.deal_facts import closed, deal_fact, opened, people_among
from setpoint.domains.sales.models import Closure, Deal, Stage
from setpoint.domains.sales.operations.deals import Closing
from setpoint.domains.sales.permissions import KIND
from setpoint.domains.sales.record import DealChanged, DealMoved, DealNoted
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import insert, insert_objects, update_each
from setpoint.kernel.folding import fold
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref


@dataclass(frozen=True)
class Later:
    """What became known of an open deal after it began: another stage, another amount in minor units.

    `dated` False: it was seen in the stage then, when it came there is unknown.
    """

    at: datetime
    stage: Stage | None = None
    amount: int | None = None
    dated: bool = True


@dataclass(frozen=True)
class Past:
    """An unsaved deal as it began, and what happened to it since in order; `closing.deal` does not matter here.

    `released_at` stands in where `deal.opened_at` is unknown. `history` False: how it came from its beginning to what
    is known of it later, nobody knows. `notes`: what people wrote on it there.
    """

    deal: Deal
    released_at: datetime
    laters: Sequence[Later] = ()
    closing: Closing | None = None
    history: bool = True
    notes: Sequence[str] = ()


@transaction.atomic
def create_with_past(pasts: Sequence[Past], *, by: Actor) -> list[Deal]:
    """Save deals as they are today, with all facts of their past, in sets."""
    require(by, KIND, "create")
    deals = [past.deal for past in pasts]
    people = people_among(deals)
    told = [[*_lived(past, people, by), *_noted(past, people, by)] for past in pasts]
    insert_objects(Deal, deals)
    ended = [(deal.pk, past.closing) for deal, past in zip(deals, pasts, strict=True) if past.closing]
    insert(
        Closure,
        {
            "deal_id": [number for number, _closing in ended],
            "outcome": [closing.outcome.value for _number, closing in ended],
            "reason": [closing.reason for _number, closing in ended],
            "closed_at": [closing.at for _number, closing in ended],
            "closed_by_id": [None] * len(ended),
        },
    )
    facts.emit_many(
        [replace(fact, about=Ref(KIND, deal.pk)) for deal, life in zip(deals, told, strict=True) for fact in life]
    )
    return deals


@transaction.atomic
def revalue_many(amounts: Mapping[int, Later], *, by: Actor) -> None:
    """Give open deals their real amounts (deal id -> when and how much), in sets."""
    require(by, KIND, "change")
    deals = list(Deal.objects.filter(pk__in=amounts).open().select_for_update(of=("self",)).select_related("owner"))
    told = [_revalued(deal, amounts[deal.pk], by) for deal in deals]
    update_each(deals, ["amount", "estimated"])
    facts.emit_many(told)


def _lived(past: Past, people: Mapping[int, int], by: Actor) -> Iterator[facts.NewFact]:
    """Let a deal live in memory; yield the facts of its life, still without its number."""
    deal = past.deal
    deal.folded, deal.stage_since = fold(deal.name), deal.opened_at if past.history else None
    yield opened(deal, by, past.released_at, people, history=past.history)
    for later in past.laters:
        if later.stage is not None and later.stage.pk != deal.stage_id:
            yield _moved(deal, later.stage, later.at, by, dated=later.dated)
        if later.amount is not None:
            yield _revalued(deal, later, by)
    if past.closing is not None:
        deal.closed_at = past.closing.at
        if past.closing.amount is not None or past.closing.forget_amount:
            deal.amount, deal.estimated = past.closing.amount, False
        yield closed(deal, past.closing.outcome, past.closing.reason, by, past.closing.at)


def _noted(past: Past, people: Mapping[int, int], by: Actor) -> Iterator[facts.NewFact]:
    at = past.deal.closed_at or (past.laters[-1].at if past.laters else past.deal.opened_at or past.released_at)
    for text in past.notes:
        yield deal_fact(past.deal, DealNoted, by, at, person=people.get(past.deal.customer_id or 0), text=text)


def _moved(deal: Deal, stage: Stage, at: datetime, by: Actor, *, dated: bool) -> facts.NewFact:
    old = deal.stage
    deal.stage, deal.stage_since = stage, at if dated else None
    changes = {"stage": [old.pk, stage.pk]}
    return deal_fact(
        deal, DealMoved, by, at, changes=changes, dated=dated, from_stage=old.pk, from_name=old.name, to_name=stage.name
    )


def _revalued(deal: Deal, later: Later, by: Actor) -> facts.NewFact:
    changes: dict[str, list[object]] = {"amount": [deal.amount, later.amount], "estimated": [deal.estimated, False]}
    deal.amount, deal.estimated = later.amount, False
    return deal_fact(deal, DealChanged, by, later.at, changes=changes, fields="amount, estimated")
