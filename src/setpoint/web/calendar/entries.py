"""What stands in a calendar: activities, and the occurrences that rules will bring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from setpoint.domains.activities import repeating
from setpoint.domains.activities.models import Activity, Outcome, Participant
from setpoint.domains.activities.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to

MOST = 1000


@dataclass(frozen=True)
class Shown:
    """An activity at a moment (company's zone). One that a rule will bring can be neither moved nor ended yet."""

    activity: Activity
    at: datetime
    later: bool = False

    @property
    def until(self) -> datetime:
        """When it is over."""
        return self.at + timedelta(minutes=self.activity.minutes)


def entries(by: Actor, people: Iterable[int], first: datetime, last: datetime, zone: ZoneInfo) -> list[Shown]:
    """Return what the people do in [first, last) as far as the reader sees it, in order; two queries."""
    whose = list(people)
    taking = Participant.objects.filter(user__in=whose).values("activity")
    rows = visible_to(by, KIND).filter(Q(owner__in=whose) | Q(pk__in=taking)).select_related("owner", "customer")
    standing = rows.exclude(ending__outcome=Outcome.CANCELLED)
    here = standing.filter(due_at__gte=first, due_at__lt=last).order_by("due_at", "pk")[:MOST]
    found = [Shown(row, row.due_at.astimezone(zone)) for row in here]
    # cut by the day of the occurrence at hand: what begins after the period brings nothing into it
    ruled = rows.filter(closed_at=None, due_at__lt=last).exclude(repeat="")
    for row in ruled.order_by("pk")[:MOST]:
        begins = max(first, row.due_at + timedelta(seconds=1))
        moments = repeating.between(row.repeat, row.repeat_from or row.due_at, begins, last, zone)
        found += [Shown(row, moment, later=True) for moment in moments]
    return sorted(found, key=lambda one: (one.at, not one.activity.all_day, one.activity.pk))
