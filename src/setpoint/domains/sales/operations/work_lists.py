"""Putting a seller's open deals in a recommended order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from setpoint.domains.sales.models import Deal, WorkListPosition
from setpoint.domains.sales.permissions import KIND
from setpoint.domains.sales.record import WorkListOrdered
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref


@dataclass(frozen=True)
class Place:
    """Where a deal shall stand; `set_at` and `correction` None = now, and the correction of the call."""

    deal: int
    score: float
    inputs: Mapping[str, Any] = field(default_factory=dict)
    correction: int | None = None
    set_at: datetime | None = None


@transaction.atomic
def order_many(
    orders: Mapping[int, Sequence[Place]], *, by: Actor, correction: int | None = None
) -> dict[int, list[Place]]:
    """Set the whole work-list of each owner (user id → places; none = his own order). Return what stood before.

    Deals closed or owned by another by now are left out. Constant number of queries; one fact per owner whose
    list changes.
    """
    for owner in orders:
        require(by, KIND, "change", owner)
    now = company_now()
    before = _standing(orders)
    mine = dict(Deal.objects.open().filter(owner__in=orders).values_list("pk", "owner_id"))
    WorkListPosition.objects.filter(deal__owner__in=orders).delete()
    after = {owner: [place for place in places if mine.get(place.deal) == owner] for owner, places in orders.items()}
    WorkListPosition.objects.bulk_create(
        WorkListPosition(
            deal_id=place.deal,
            score=place.score,
            inputs=dict(place.inputs),
            correction_id=correction if place.set_at is None else place.correction,
            set_at=place.set_at or now,
        )
        for places in after.values()
        for place in places
    )
    facts.emit_many(
        [
            facts.NewFact(
                WorkListOrdered(count=len(after[owner]), correction=correction),
                about=Ref("kernel.user", owner),
                by=by,
                occurred_at=now,
                changes=_changes(before[owner], after[owner]),
            )
            for owner in orders
            if _changes(before[owner], after[owner])
        ]
    )
    return before


def _standing(orders: Mapping[int, Sequence[Place]]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {owner: [] for owner in orders}
    rows = WorkListPosition.objects.filter(deal__owner__in=orders).select_related("deal").order_by("deal_id")
    for row in rows:
        place = Place(row.deal_id, row.score, row.inputs, row.correction_id, row.set_at)
        found[row.deal.owner_id].append(place)
    return found


def _changes(before: Sequence[Place], after: Sequence[Place]) -> dict[str, list[float | None]]:
    old = {place.deal: place.score for place in before}
    new = {place.deal: place.score for place in after}
    return {
        str(deal): [old.get(deal), new.get(deal)]
        for deal in sorted(old.keys() | new.keys())
        if old.get(deal) != new.get(deal)
    }
