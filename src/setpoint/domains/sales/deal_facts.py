"""The facts of deals, each with the owner, team, stage and product of its moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PERSONAL
from setpoint.domains.sales.models import Closure, Deal, Outcome
from setpoint.domains.sales.permissions import KIND
from setpoint.domains.sales.record import DealLost, DealOpened, DealReopened, DealWon
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.refs import Ref

BATCH = 500


def people_among(deals: Sequence[Deal]) -> dict[int, int]:
    """Return the customers that are people: the name of such a deal is personal."""
    customers = sorted({deal.customer_id for deal in deals if deal.customer_id})
    found: dict[int, int] = {}
    for start in range(0, len(customers), BATCH):
        rows = Party.objects.filter(pk__in=customers[start : start + BATCH], kind__in=PERSONAL)
        found |= {pk: pk for pk in rows.values_list("pk", flat=True)}
    return found


def deal_fact(
    deal: Deal,
    payload: type,
    by: Actor,
    at: datetime,
    *,
    changes: Mapping[str, Sequence[Any]] | None = None,
    person: int | None = None,
    through: str = "",
    **values: Any,
) -> facts.NewFact:
    """Return a fact about the deal as it now stands; `through` is the channel of communication it happened on."""
    return facts.NewFact(
        payload(
            owner=deal.owner_id,
            team=deal.owner.team_id,
            pipeline=deal.pipeline_id,
            stage=deal.stage_id,
            product=deal.product_id,
            deal_channel=deal.channel,
            **values,
        ),
        about=Ref(KIND, deal.pk),
        by=by,
        occurred_at=at,
        customer=deal.customer_id,
        person=person,
        channel=through,
        changes=changes or {},
    )


def opened(
    deal: Deal, by: Actor, moment: datetime, people: Mapping[int, int], *, history: bool = True
) -> facts.NewFact:
    """Return the fact that the deal began; `moment` stands in where its creation is unknown."""
    return deal_fact(
        deal,
        DealOpened,
        by,
        deal.opened_at or moment,
        person=people.get(deal.customer_id or 0),
        name=deal.name,
        amount=deal.amount,
        currency=deal.currency,
        estimated=deal.estimated,
        dated=deal.opened_at is not None,
        history=history,
        external_id=deal.external_id,
    )


def closed(
    deal: Deal, outcome: Outcome, reason: str, by: Actor, at: datetime, *, base: int | None = None
) -> facts.NewFact:
    """Return the fact that the deal ended; `base` is its amount in the company's currency where it has another one."""
    values: dict[str, Any] = {"amount": deal.amount, "currency": deal.currency, "cycle_days": cycle_days(deal, at)}
    if outcome == Outcome.WON:
        return deal_fact(deal, DealWon, by, at, base_amount=base, **values)
    return deal_fact(deal, DealLost, by, at, reason=reason, **values)


def reopened(deal: Deal, closure: Closure, by: Actor, at: datetime) -> facts.NewFact:
    """Return the fact that a closing no longer holds, with what the closing had said."""
    days = cycle_days(deal, closure.closed_at)
    told: dict[str, Any] = {"outcome": closure.outcome, "amount": deal.amount, "base_amount": closure.base_amount}
    return deal_fact(deal, DealReopened, by, at, cycle_days=days, **told)


def cycle_days(deal: Deal, closed_at: datetime) -> float | None:
    """Return how long the deal took, None where its creation is unknown."""
    return None if deal.opened_at is None else (closed_at - deal.opened_at).total_seconds() / 86400
