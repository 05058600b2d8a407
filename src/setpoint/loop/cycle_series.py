"""The one picture of a goal: plan with its tolerance, fact, forecast as a fan, corrections as marks, day by day."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from setpoint.analysis.arrays import Floats
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.loop.act.models import Correction
from setpoint.loop.control.due import plan_line
from setpoint.loop.control.facts import Facts
from setpoint.loop.control.models import Forecast, Run
from setpoint.loop.control.queries import run_at
from setpoint.loop.cycle_facts import light_facts
from setpoint.loop.plan.models import Goal
from setpoint.loop.plan.parameters import PARAMETERS, Kind
from setpoint.loop.plan.permissions import GOAL
from setpoint.loop.record import reading

TOLERANCE = 0.10


@dataclass(frozen=True)
class Mark:
    """A correction on the time line."""

    day: date
    correction: int
    lever: str
    state: str


@dataclass(frozen=True)
class Series:
    """Cumulative values in the parameter's smallest unit; lists run over `days`, None where there is nothing."""

    days: list[date]
    plan: list[float]
    low: list[float]
    high: list[float]
    """Tolerance band: a tenth of what is due."""
    fact: list[float | None]
    mean: list[float | None]
    q10: list[float | None]
    q25: list[float | None]
    q75: list[float | None]
    q90: list[float | None]
    marks: list[Mark]


def series(actor: Actor, goal_id: int, run: Run | None = None) -> Series | None:
    """Return the picture of a goal of something that adds up; None where the actor does not see it, or it does not.

    Fact and fan stand as the last run saw them. Between today and the end the fan opens as the season
    brings the rest: the mean along it, its width with the square root of it.
    """
    goal: Goal | None = visible_to(actor, GOAL).select_related("version__plan").filter(pk=goal_id).first()
    run = run or run_at()
    declared = PARAMETERS.get(goal.parameter) if goal else None
    if goal is None or declared is None or declared.kind not in {Kind.COUNT, Kind.AMOUNT}:
        return None
    plan = goal.version.plan
    facts = light_facts(plan.last_day if run is None else run.day, plan)
    first, last = plan.first_day.toordinal(), plan.last_day.toordinal()
    money = declared.kind is Kind.AMOUNT
    line = plan_line(facts, declared.measure, first, last, money=money)
    phi = np.cumsum(line.daily)
    due = goal.target * phi
    forecast = Forecast.objects.filter(run=run, goal=goal).first()
    done = _done(facts, goal, declared.measure, money=money, first=first, last=last)
    known = max(0, min(facts.day, last) - first + 1) if run else 0
    fan = _fan(forecast, done, phi, known)
    return Series(
        days=[date.fromordinal(day) for day in range(first, last + 1)],
        plan=due.tolist(),
        low=(due * (1 - TOLERANCE)).tolist(),
        high=(due * (1 + TOLERANCE)).tolist(),
        fact=[*done[:known].tolist(), *[None] * (len(phi) - known)],
        **fan,
        marks=_marks(actor, goal),
    )


def _done(facts: Facts, goal: Goal, measure: str, *, money: bool, first: int, last: int) -> Floats:
    """Reached by each day (days,), cumulative; whole branches for teams."""
    scopes = [(goal.scope_kind, goal.scope_id)]
    if goal.scope_kind == "team":
        scopes = [("team", team) for team in facts.branches.get(goal.scope_id, (goal.scope_id,))]
    each = np.zeros(last - first + 1)
    rows = reading.days_of(scopes, measure, date.fromordinal(first), date.fromordinal(min(last, facts.day)))
    for day, n, total in rows:
        each[day.toordinal() - first] += total if money else n
    return np.cumsum(each)


def _fan(forecast: Forecast | None, done: Floats, phi: Floats, known: int) -> dict[str, list[float | None]]:
    names = ("mean", "q10", "q25", "q75", "q90")
    if forecast is None or known >= len(phi):
        return {name: [None] * len(phi) for name in names}
    start = float(done[known - 1]) if known else 0.0
    over = float(phi[known - 1]) if known else 0.0
    share = np.clip((phi[known:] - over) / max(1 - over, 1e-9), 0, 1)
    mean = start + (forecast.mean - start) * share
    blank: list[float | None] = [None] * max(known - 1, 0)
    today: list[float | None] = [start] if known else []
    fan: dict[str, list[float | None]] = {"mean": blank + today + mean.tolist()}
    for name in names[1:]:
        spread = (getattr(forecast, name) - forecast.mean) * np.sqrt(share)
        fan[name] = blank + today + np.maximum(mean + spread, start).tolist()
    return fan


def _marks(actor: Actor, goal: Goal) -> list[Mark]:
    plan = goal.version.plan
    rows = visible_to(actor, "loop.correction").filter(plan_id=plan.pk, executed_at__isnull=False)
    found: list[Correction] = list(rows.order_by("executed_at").defer("proposal", "gates", "undo_record"))
    return [Mark(row.executed_at.date(), row.pk, row.lever, row.state) for row in found if row.executed_at]
