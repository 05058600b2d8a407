"""The control room of a head: the first answer without scrolling."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_today
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.loop.act.models import DeclineReason, State
from setpoint.loop.act.permissions import KIND, decided_by
from setpoint.loop.cycle_report import Turn, checked, deviations, report
from setpoint.loop.cycle_series import Series, series
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.permissions import FIGURES, GOAL, PLAN
from setpoint.loop.verify.cards import Card, cards, effect_of
from setpoint.web.control_room.earlier import counterpart
from setpoint.web.control_room.figures import Unit, written
from setpoint.web.control_room.looking_back import as_then, asked_day, key_of, moment_of
from setpoint.web.control_room.picture import marks_of, picture
from setpoint.web.control_room.records import records
from setpoint.web.control_room.waiting import waiting
from setpoint.web.deviations.reading import accepted, alarms, reasons_of
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.imports.access import may_import

SHOWN_DEVIATIONS = 8
SHOWN_EFFECTS = 6
SHOWN_MARKS = 4
ORDER = {"company": 0, "team": 1, "owner": 2}


def control_room(request: StaffRequest) -> HttpResponse:
    """Show a goal, what deviates, what waits for a decision and what corrections did."""
    return answer(
        request, "web/control_room/page.html", _context(request), parts={"room": "web/control_room/room.html"}
    )


def _context(request: StaffRequest) -> dict[str, Any]:
    who, day = actor(request), asked_day(request)
    then = moment_of(day)
    turn = Turn.last(then)
    rows = report(who, turn=turn)
    if day and not rows:
        return {"past": day}
    if not rows and "goal" not in request.GET:
        return {
            "planned": visible_to(who, GOAL).exists(),
            "may_set": bool(scope_of(who, PLAN, "change")),
            "may_import": may_import(request),
        }
    rows.sort(key=lambda row: (ORDER.get(row["scope_kind"], 9), row["goal"]))
    goal = _chosen(who, rows, request.GET.get("goal", ""))
    found = deviations(who, then, names=turn.names, limit=None if day else SHOWN_DEVIATIONS)
    if day:
        found = as_then(found, rows)
    looked_at = checked(who, turn.run)
    in_all = looked_at.deviations if looked_at and not day else len(found)
    goals = {key_of(row): row["goal"] for row in rows}
    shown = found[:SHOWN_DEVIATIONS]
    for case in shown:
        case["said"] = Unit("money", request.company.currency).write(case["money_at_risk"])
        declared = PARAMETERS.get(case["parameter"])
        unit = Unit(str(declared.unit) if declared else "one", request.company.currency)
        case["gap_said"] = unit.write(case["gap"], signed=True)
        case["goal"] = goals.get(key_of(case))
        case["reasons"] = reasons_of(case["cause"], request.company.currency)
    drawn = series(who, goal["goal"], turn.run) if goal else None
    if drawn and day:
        drawn = replace(drawn, marks=[mark for mark in drawn.marks if mark.day <= day])
    effects = {"effects": [], "undoable": []} if day else _effects(who)
    return {
        "past": day,
        "sees_all": scope_of(who, FIGURES, "see") == Scope.ALL,
        "choices": _choices(rows, goal),
        "goal": {**written(goal), "records": records(goal)} if goal else None,
        "marks": _marks(drawn, effects["effects"]) if drawn and not day else [],
        "picture": None if drawn is None or goal is None else _picture(drawn, goal),
        "deviations": shown,
        "more_deviations": in_all - len(shown),
        "checked": looked_at,
        "corrections": [] if day else waiting(request),
        "alarms": [] if day else alarms(who, turn.names),
        "accepted": [] if day else accepted(who, turn.names),
        "may_accept": scope_of(who, PLAN, "change") is not None,
        "tomorrow": company_today() + timedelta(days=1),
        **effects,
        "reasons": DeclineReason.choices,
    }


def _chosen(who: Actor, rows: list[dict[str, Any]], wanted: str) -> dict[str, Any] | None:
    if wanted:
        judged, number = {row["goal"]: row for row in rows}, int(wanted) if wanted.isdigit() else 0
        return judged.get(number) or counterpart(who, rows, number)
    money = [row for row in rows if row["unit"] == "money"]
    return next(iter(money or rows), None)


def _choices(rows: list[dict[str, Any]], goal: dict[str, Any] | None) -> SafeString:
    """The goals as options: hundreds in a company of some size, too many for a template; names that come again."""
    safe = cache(escape)
    options = (
        f'<option value="{row["goal"]:d}"{" selected" if row is goal else ""}>'
        f"{safe(row['parameter_name'])} · {safe(row['scope_name'])} · {safe(row['period'])}</option>"
        for row in rows
    )
    return mark_safe("".join(options))  # noqa: S308 - every name is escaped


def _picture(drawn: Any, goal: dict[str, Any]) -> dict[str, Any]:
    unit = Unit(goal["unit"], goal["currency"])
    return picture(drawn, unit.scale, unit.name)


def _effects(who: Actor) -> dict[str, Any]:
    done = visible_to(who, KIND).filter(state__in=(State.EXECUTED, State.VERIFIED, State.UNDONE))
    latest = done.order_by("-executed_at", "-pk")[:SHOWN_EFFECTS]
    # what was worked out and kept for undoing is long, and no card shows it
    rows = list(latest.defer("proposal", "gates", "undo_record"))
    return {"effects": cards(rows), "undoable": decided_by(who, rows)}


def _marks(drawn: Series, done: list[Card]) -> list[dict[str, Any]]:
    """Return the latest corrections of the picture, each with its effect where that is measured."""
    effects = {card.correction.pk: effect_of(card) for card in done}
    return [{**mark, "effect": effects.get(mark["correction"], "")} for mark in marks_of(drawn)[-SHOWN_MARKS:]]
