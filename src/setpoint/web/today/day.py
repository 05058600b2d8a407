"""My day as a loop: what the plan asks of today, the gap, the actions worth most, what is due, what has no step."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from setpoint.domains.activities.models import Activity, ActivityKind
from setpoint.domains.activities.permissions import KIND as ACTIVITY
from setpoint.domains.activities.queries import next_of
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.plan import REVENUE, WON
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_zone
from setpoint.kernel.permissions import visible_to
from setpoint.loop.cycle_report import Turn, report
from setpoint.loop.cycle_series import series
from setpoint.web.activity.planned import marked
from setpoint.web.control_room.figures import Unit

KIND = "sales.deal"
PARAMETERS = (REVENUE.key, WON.key)
WORTH_MOST = 3
DUE_SHOWN, BARE_SHOWN = 20, 5


@dataclass(frozen=True)
class Share:
    """What a goal of the person asks of today: figures as people write them; `behind` where the gap is against him."""

    name: str
    goal: int
    today: str
    gap: str
    rest: str
    behind: bool


def shares(by: Actor, user: int, today: date) -> list[Share]:
    """Return what the person's goals ask of today, at most one of each parameter."""
    turn = Turn.last()
    if turn.run is None:
        return []
    found = []
    rows = [row for row in report(by, turn=turn) if (row["scope_kind"], row["scope_id"]) == ("owner", user)]
    here = [row for row in rows if row["first_day"] <= today.isoformat() <= row["last_day"]]
    for key in PARAMETERS:
        row = next((one for one in here if one["parameter"] == key), None)
        drawn = series(by, row["goal"], turn.run) if row else None
        if row is None or drawn is None:
            continue
        unit, gap = Unit(row["unit"], row["currency"]), row["actual"] - row["expected"]
        due = _of_day(drawn.days, drawn.plan, today)
        rest = max(0, row["plan"] - row["actual"])
        behind = gap * row["direction"] < 0
        words = (unit.write(due), unit.write(gap, signed=True), unit.write(rest))
        found.append(Share(row["parameter_name"], row["goal"], *words, behind))
    return found


def _of_day(days: list[date], plan: list[float], today: date) -> float:
    """Return what a cumulative plan asks of one day."""
    if today not in days:
        return 0.0
    place = days.index(today)
    return plan[place] - (plan[place - 1] if place else 0.0)


@dataclass(frozen=True)
class Action:
    """A deal on which a touch is worth most, with what is planned about it; `ordered` where the loop has said so."""

    deal: Deal
    step: Activity | None
    ordered: bool


def worth_most(own: "QuerySet[Deal]", now: datetime) -> list[Action]:
    """Return the deals that are first in the recommended order and not touched today, with their next step.

    Where no order is recommended, what a deal may bring by its stage stands in: probability times amount.
    """
    rows = own.filter(Q(touched_at__isnull=True) | Q(touched_at__lt=_midnight(now)))
    named = rows.select_related("customer", "stage", "work_list_position")
    listed = named.filter(work_list_position__isnull=False).order_by("-work_list_position__score", "pk")
    first = list(listed[:WORTH_MOST])
    ordered = bool(first)
    if not ordered:
        brings = F("amount") * F("stage__probability")
        first = list(named.filter(amount__isnull=False).order_by(brings.desc(), "pk")[:WORTH_MOST])
    steps = next_of(KIND, [deal.pk for deal in first])
    marked(steps.values())
    return [Action(deal, steps.get(deal.pk), ordered) for deal in first]


def due(by: Actor, user: int, now: datetime) -> dict[str, Any]:
    """Return what is overdue or due today: calls on their own, in order of their moment; meetings and tasks."""
    tomorrow = _midnight(now) + timedelta(days=1)
    own = visible_to(by, ACTIVITY).filter(owner=user, closed_at=None, due_at__lt=tomorrow)
    rows = marked(own.select_related("customer").order_by("due_at", "priority", "pk")[: DUE_SHOWN + 1])
    calls = [row for row in rows[:DUE_SHOWN] if row.kind == ActivityKind.CALL]
    return {
        "calls": calls,
        "due": [row for row in rows[:DUE_SHOWN] if row.kind != ActivityKind.CALL],
        "more_due": len(rows) > DUE_SHOWN,
        "late": sum(row.late for row in rows[:DUE_SHOWN]),
    }


def without_step(own: "QuerySet[Deal]") -> tuple[list[Deal], int]:
    """Return the open deals about which nothing is planned, those worth most first, and how many there are."""
    planned = Activity.objects.filter(about_kind=KIND, about_id=OuterRef("pk"), closed_at__isnull=True)
    bare = own.filter(~Exists(planned))
    order = F("work_list_position__score").desc(nulls_last=True)
    rows = list(bare.select_related("customer", "stage", "work_list_position").order_by(order, "pk")[:BARE_SHOWN])
    return rows, bare.count() if len(rows) == BARE_SHOWN else len(rows)


def _midnight(now: datetime) -> datetime:
    zone = company_zone()
    return datetime.combine(now.astimezone(zone).date(), time(), zone)
