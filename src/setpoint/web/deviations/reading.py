"""Deviations, alarms and what is accepted, in words for the control room."""

from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.loop.control.models import Alarm, Case, CaseState
from setpoint.loop.control.permissions import ALARM, CASE
from setpoint.loop.cycle_report import Names
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.web.control_room.figures import Unit

SHOWN = 6


def factor_names() -> dict[str, str]:
    """What factors of a goal and reasons of a change are called."""
    return {
        "arrivals": pgettext("factor", "How many come in"),
        "conversion": pgettext("factor", "How many of them are won"),
        "value": pgettext("factor", "What one is worth"),
        "new": pgettext("factor", "New deals"),
        "moved": pgettext("factor", "Deals that changed their stage"),
        "slipped": pgettext("factor", "Deals that stayed while time passed"),
        "amounts": pgettext("factor", "Amounts that were edited"),
        "ended": pgettext("factor", "Won or lost, against what was expected of them"),
        "to_come": pgettext("factor", "Deals still to come"),
    }


def reasons_of(cause: dict[str, Any], currency: str) -> dict[str, list[tuple[str, str]]]:
    """Factors and waterfall of a cause as (name, money with sign), what weighs most first."""
    names, unit = factor_names(), Unit("money", currency)
    factors = [(names[each["factor"]], each["effect"]) for each in cause.get("factors", [])]
    steps = [(names[name], value) for name, value in cause.get("waterfall", {}).items() if value]

    def said(rows: list[tuple[str, int]]) -> list[tuple[str, str]]:
        return [(name, unit.write(value, signed=True)) for name, value in sorted(rows, key=lambda row: row[1])]

    return {"factors": said(factors), "steps": said(steps)}


def alarms(actor: Actor, names: Names) -> list[dict[str, Any]]:
    """Alarms that stand, each cause once, with who brings it; two queries."""
    rows: list[Alarm] = list(visible_to(actor, ALARM).filter(ended__isnull=True).order_by("since", "pk"))
    tops = {row.pk for row in rows}
    told = [row for row in rows if row.top_id is None or row.top_id not in tops]
    return [
        {
            "row": row,
            "name": _parameter(row.parameter),
            "scope": scope_name(row.scope_kind, row.scope, names),
            "change": _change(row.ratio),
            "parts": [
                {"name": scope_name(part["scope_kind"], part["scope"], names), "share": part["share"], "p": part["p"]}
                for part in row.parts
            ],
        }
        for row in told[:SHOWN]
    ]


def accepted(actor: Actor, names: Names) -> list[dict[str, Any]]:
    """Deviations that people have accepted; one query."""
    rows = visible_to(actor, CASE).filter(closed_at__isnull=True, state__in=(CaseState.SNOOZED, CaseState.REJECTED))
    found: list[Case] = list(rows.order_by("-money_at_risk", "pk")[:SHOWN])
    return [
        {
            "row": row,
            "name": _parameter(row.parameter),
            "scope": names.of(row.scope_kind, row.scope_id),
        }
        for row in found
    ]


def scope_name(kind: str, scope: str, names: Names) -> str:
    """What a stream's scope is called: a channel by its own name."""
    return names.of(kind, int(scope)) if scope.isdigit() and kind != "channel" else scope or _("without a channel")


def _parameter(key: str) -> str:
    return str(PARAMETERS[key].name) if key in PARAMETERS else key


def _change(ratio: float) -> str:
    """Change against the usual course in per cent, with its sign."""
    points = round((ratio - 1) * 100)
    locale = get_language() or "en"
    number = format_decimal(abs(points), locale=locale)
    sign = "+" if points > 0 else "−"
    return f"{sign}{number} %" if locale == "ru" else f"{sign}{number}%"
