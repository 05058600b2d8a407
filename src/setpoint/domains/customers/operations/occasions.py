"""Telling of days that are near, once each."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from setpoint.domains.customers.models import Occasion, OccasionKind
from setpoint.domains.customers.occasions import Coming, coming, within
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.customers.record import OccasionNear
from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.refs import Ref

BATCH = 500


def tell_near(*, by: Actor = SYSTEM) -> int:
    """Write a fact for every occasion that is near and has not been told of; return how many. Again it tells nothing.

    A batch is a transaction: after a crash the next run goes on.
    """
    today = company_today()
    count = 0
    for kind in OccasionKind.objects.filter(closed_at=None):
        last = today + timedelta(days=kind.days_before)
        while told := _tell(kind, today, last, by):
            count += told
    return count


@transaction.atomic
def _tell(kind: OccasionKind, today: date, last: date, by: Actor) -> int:
    fresh = Q(told_for=None) | Q(told_for__lt=today)
    rows = within(kind, today, last).filter(fresh).select_related("kind", "party").order_by("pk")[:BATCH]
    near = [one for one in (coming(row, today) for row in rows) if one is not None]
    for one in near:
        one.occasion.told_for = one.day
    update_each([one.occasion for one in near], ["told_for"])
    now = company_now()
    facts.emit_many([_near(one, today, by, now) for one in near])
    return len(near)


def _near(one: Coming, today: date, by: Actor, now: datetime) -> facts.NewFact:
    row: Occasion = one.occasion
    told = OccasionNear(
        occasion=row.kind.name,
        key=row.kind.key,
        row=row.pk,
        day=one.day.isoformat(),
        days_left=(one.day - today).days,
        turns=one.turns,
    )
    person = row.party_id if row.party.is_personal else None
    return facts.NewFact(
        told,
        about=Ref(KIND, row.party_id),
        by=by,
        occurred_at=now,
        customer=row.party_id,
        person=person,
    )
