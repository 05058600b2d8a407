"""The page behind the figures of a goal: week by week what was due, done and is expected, and how one knows."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from setpoint.analysis.classes import Tolerance
from setpoint.kernel.permissions import scope_of
from setpoint.loop.cycle_report import Turn, report
from setpoint.loop.cycle_series import Series, series
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.permissions import PLAN
from setpoint.web.control_room.earlier import counterpart
from setpoint.web.control_room.figures import Unit, written
from setpoint.web.control_room.records import pipeline, records
from setpoint.web.http import StaffRequest, actor, answer

WEEK = 7
# what the ends of open items bring
FED = {"value", "one"}
QUANTILES = (("q10", 10), ("q25", 25), ("q50", 50), ("q75", 75), ("q90", 90))


def goal(request: StaffRequest, goal_id: int) -> HttpResponse:
    """Show where the figures of a goal come from; 404 for one that this person does not see or no run has judged.

    The goal of an earlier version of the plan, as old letters name it, leads to the one in force.
    """
    who, turn = actor(request), Turn.last()
    rows = {row["goal"]: row for row in report(who, turn=turn)}
    if goal_id not in rows:
        return redirect("goal", counterpart(who, list(rows.values()), goal_id)["goal"])
    row = written(rows[goal_id])
    unit = Unit(row["unit"], row["currency"])
    drawn = series(who, goal_id, turn.run)
    children = [written(each) for each in rows.values() if each["parent"] == goal_id]
    context: dict[str, Any] = {
        "goal": row,
        "day": date.fromisoformat(row["as_of"]),
        "rest": unit.write(row["mean"] - row["actual"], signed=True),
        "quantiles": [(share / 100, unit.write(row[name])) for name, share in QUANTILES],
        "limits": Tolerance(),
        "weeks": _weeks(drawn, row, unit) if drawn else [],
        "children": [{**child, "records": records(child)} for child in children],
        "fed": PARAMETERS[row["parameter"]].value_of in FED,
        "typed": unit.typed(row["plan"]),
        "may_set": scope_of(who, PLAN, "change") is not None,
        "records": records(row),
        "pipeline": pipeline(row),
    }
    return answer(request, "web/goal/page.html", context)


def _weeks(drawn: Series, row: dict[str, Any], unit: Unit) -> list[dict[str, Any]]:
    """Return the weeks of the period, each to its Sunday or the last day, as written figures."""
    ends = [place for place, day in enumerate(drawn.days) if day.isoweekday() == WEEK or place == len(drawn.days) - 1]
    weeks, begin, before = [], 0, 0.0
    for end in ends:
        fact = _known(drawn.fact[begin : end + 1])
        done = None if fact is None else fact - before
        weeks.append(
            {
                "last": drawn.days[end],
                "due": unit.write(drawn.plan[end]),
                "done": unit.write(done),
                "records": records(row, drawn.days[begin].isoformat(), drawn.days[end].isoformat()) if done else "",
                "fact": unit.write(fact),
                "gap": "" if fact is None else unit.write(fact - drawn.plan[end], signed=True),
                "mean": unit.write(drawn.mean[end]) if drawn.fact[end] is None else "",
                "low": unit.write(drawn.q10[end]),
                "high": unit.write(drawn.q90[end]),
                "running": fact is not None and drawn.fact[end] is None,
            }
        )
        begin, before = end + 1, before if fact is None else fact
    return weeks


def _known(values: list[float | None]) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)
