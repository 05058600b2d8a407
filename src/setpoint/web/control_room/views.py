"""The control room of a head: the first answer without scrolling."""

from typing import Any

from django.http import Http404, HttpResponse

from setpoint.kernel.permissions import visible_to
from setpoint.loop.act.levers import LEVERS
from setpoint.loop.act.models import Correction, DeclineReason, State
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.permissions import may_decide
from setpoint.loop.act.queries import explanations
from setpoint.loop.cycle_report import checked, deviations, report
from setpoint.loop.cycle_series import series
from setpoint.loop.verify.cards import cards
from setpoint.web.control_room.figures import Unit, written
from setpoint.web.control_room.picture import picture
from setpoint.web.http import StaffRequest, actor, answer

SHOWN_DEVIATIONS = 8
SHOWN_EFFECTS = 6
ORDER = {"company": 0, "team": 1, "owner": 2}


def control_room(request: StaffRequest) -> HttpResponse:
    """Show a goal, what deviates, what waits for a decision and what corrections did."""
    return answer(
        request, "web/control_room/page.html", _context(request), parts={"room": "web/control_room/room.html"}
    )


def _context(request: StaffRequest) -> dict[str, Any]:
    who = actor(request)
    rows = [written(row) for row in report(who)]
    rows.sort(key=lambda row: (ORDER.get(row["scope_kind"], 9), row["goal"]))
    goal = _chosen(rows, request.GET.get("goal", ""))
    found = deviations(who)
    for case in found:
        case["said"] = Unit("money", request.company.currency).write(case["money_at_risk"])
    drawn = series(who, goal["goal"]) if goal else None
    return {
        "goals": rows,
        "goal": goal,
        "picture": None if drawn is None or goal is None else _picture(drawn, goal),
        "deviations": found[:SHOWN_DEVIATIONS],
        "more_deviations": max(0, len(found) - SHOWN_DEVIATIONS),
        "checked": checked(who),
        "corrections": waiting(request),
        "effects": _effects(request),
        "reasons": DeclineReason.choices,
    }


def _chosen(rows: list[dict[str, Any]], wanted: str) -> dict[str, Any] | None:
    if wanted:
        for row in rows:
            if str(row["goal"]) == wanted:
                return row
        raise Http404
    money = [row for row in rows if row["unit"] == "money"]
    return next(iter(money or rows), None)


def _picture(drawn: Any, goal: dict[str, Any]) -> dict[str, Any]:
    unit = Unit(goal["unit"], goal["currency"])
    return picture(drawn, unit.scale, unit.name)


def waiting(request: StaffRequest) -> list[dict[str, Any]]:
    """Return the corrections that wait for a decision, with their words."""
    who = actor(request)
    rows = list(visible_to(who, "loop.correction").filter(state__in=WAITING).order_by("-expected", "pk"))
    words = explanations(rows)
    return [shown(row, words.get(row.pk, ""), decide=may_decide(who, row)) for row in rows if row.lever in LEVERS]


def shown(row: Correction, words: str, *, decide: bool) -> dict[str, Any]:
    """Return what the card of a waiting correction shows."""
    money = Unit("money", row.currency)
    return {
        "row": row,
        "name": LEVERS[row.lever].name,
        "words": words,
        "expected": money.write(row.expected),
        "low": money.write(row.expected_q10),
        "high": money.write(row.expected_q90),
        "cost": money.write(row.cost) if row.cost else "",
        "units": len(row.proposal["units"]),
        "inputs": row.proposal["inputs"],
        "decide": decide,
    }


def _effects(request: StaffRequest) -> list[Any]:
    done = visible_to(actor(request), "loop.correction").filter(
        state__in=(State.EXECUTED, State.VERIFIED, State.UNDONE)
    )
    return cards(list(done.order_by("-executed_at", "-pk")[:SHOWN_EFFECTS]))
