"""Marks of control on open deals: set every day for all, silent where somebody has said why a deal waits."""

from django.db import transaction

from setpoint.domains.sales.flow import load_deals
from setpoint.domains.sales.looking import look_at
from setpoint.domains.sales.models import Deal, DealMark, Hold, MarkKind
from setpoint.domains.sales.operations.holds import resume_many
from setpoint.domains.sales.record import DealsMarked
from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.bulk import insert
from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY
from setpoint.loop.plan.flow import Flow


@transaction.atomic
def mark_all(*, by: Actor, flow: Flow | None = None) -> int:
    """Set the marks of all open deals anew; a mark that stays keeps its beginning. Return how many there are."""
    require(by, "sales.deal", "change")
    now = company_now()
    flow = flow or load_deals(now)
    looked = look_at(flow)
    there = set(Deal.objects.open().values_list("pk", flat=True))
    since = dict(DealMark.objects.values_list("deal_id", "since"))
    rows = [
        (ref, MarkKind.STALE if stale else MarkKind.ATTENTION, idle, usual)
        for ref, stale, attention, idle, usual in zip(
            *(c.tolist() for c in (flow.items.ref, looked.stale, looked.attention, looked.idle, looked.usual)),
            strict=True,
        )
        if (stale or attention) and ref in there
    ]
    DealMark.objects.all().delete()
    insert(
        DealMark,
        {
            "deal_id": [row[0] for row in rows],
            "kind": [row[1].value for row in rows],
            "idle_days": [row[2] for row in rows],
            "usual_days": [row[3] for row in rows],
            "since": [since.get(row[0], now) for row in rows],
        },
    )
    facts.emit(facts.NewFact(DealsMarked(count=len(rows)), about=COMPANY, by=by, occurred_at=now))
    return len(rows)


def look() -> None:
    """Take up again what was to wait until today, then mark what is stale or wants attention."""
    with transaction.atomic():
        ripe = Hold.objects.filter(until__lte=company_today(), deal__closed_at=None)
        resume_many(list(ripe.values_list("deal_id", flat=True)), by=SYSTEM)
    mark_all(by=SYSTEM)
