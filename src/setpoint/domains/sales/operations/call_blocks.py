"""Calls that the loop plans: blocks of them in the next working day, and follow-ups after some days."""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.activities.models import Activity, ActivityKind, Outcome
from setpoint.domains.activities.operations import activities, endings
from setpoint.domains.activities.queries import planned_about
from setpoint.domains.sales.deal_locks import locked_deals, require_open
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.calendars import of_teams, working_time
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.refs import Ref

MINUTES = 10
FARTHEST = 60


@transaction.atomic
def plan(deals: Collection[int], *, hour: int, by: Actor) -> list[Activity]:
    """Plan a call about each open deal at an hour of its owner's next working day, ten minutes each, in this order."""
    rows = locked_deals(by, list(deals))
    require_open(rows.values())
    calendars = of_teams(sorted({deal.owner.team_id for deal in rows.values() if deal.owner.team_id}))
    company, zone, today = working_time(), company_zone(), company_now().astimezone(company_zone()).date()
    taken: dict[int, int] = {}
    news = []
    for pk in deals:
        deal = rows[pk]
        calendar = calendars.get(deal.owner.team_id or 0, company)
        ahead = (today + timedelta(days=number) for number in range(1, FARTHEST))
        day = next((each for each in ahead if calendar.works(each)), today + timedelta(days=1))
        begins = datetime.combine(day, time(hour), zone) + timedelta(minutes=MINUTES * taken.get(deal.owner_id, 0))
        taken[deal.owner_id] = taken.get(deal.owner_id, 0) + 1
        news.append(
            activities.NewActivity(
                kind=ActivityKind.CALL,
                subject=_("Call block: %(deal)s")[:180] % {"deal": deal.name[:150]},
                owner=deal.owner,
                customer=deal.customer,
                about=Ref(KIND, deal.pk),
                due_at=begins,
                minutes=MINUTES,
            )
        )
    return activities.plan_many(news, by=by)


@transaction.atomic
def follow_up(days: Mapping[int, int], *, by: Actor) -> list[Activity]:
    """Plan a call so many working days from now about each open deal about which nothing is planned (deal → days)."""
    bare = sorted(set(days) - planned_about(KIND, days))
    rows = locked_deals(by, bare)
    require_open(rows.values())
    calendars = of_teams(sorted({deal.owner.team_id for deal in rows.values() if deal.owner.team_id}))
    company, zone, today = working_time(), company_zone(), company_now().astimezone(company_zone()).date()
    news = []
    for pk in bare:
        deal = rows[pk]
        calendar = calendars.get(deal.owner.team_id or 0, company)
        ahead = (today + timedelta(days=number) for number in range(1, FARTHEST))
        worked = [day for day in ahead if calendar.works(day)] or [today]
        news.append(
            activities.NewActivity(
                kind=ActivityKind.CALL,
                subject=_("Follow up: %(deal)s")[:180] % {"deal": deal.name[:150]},
                owner=deal.owner,
                customer=deal.customer,
                about=Ref(KIND, pk),
                due_at=datetime.combine(worked[min(days[pk], len(worked)) - 1], time(), zone),
                all_day=True,
            )
        )
    return activities.plan_many(news, by=by)


@transaction.atomic
def take_back(calls: Collection[int], *, by: Actor) -> int:
    """Take planned calls off the day again; those that were made stay. Return how many went."""
    there = list(Activity.objects.open().filter(pk__in=calls).values_list("pk", flat=True))
    endings.end_many(dict.fromkeys(there, Outcome.CANCELLED), by=by)
    return len(there)
