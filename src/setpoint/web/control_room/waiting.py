"""What waits for a decision, as cards: in short lines, with figures and where they come from."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from setpoint.kernel.permissions import visible_to
from setpoint.loop.act.explanation import NOBODY, Part, Slot, write
from setpoint.loop.act.levers import LEVERS
from setpoint.loop.act.models import Correction
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.permissions import KIND, decided_by
from setpoint.loop.act.queries import explained
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.web.control_room.figures import Unit
from setpoint.web.http import StaffRequest, actor

MARKS: dict[Part, str] = {
    "gap": "plan",
    "why": "control",
    "proposal": "act",
    "effect": "act",
    "risk": "act",
    "check": "verify",
}
# what is said to those who do not decide: no figures of colleagues
FOR_ALL: tuple[Part, ...] = ("proposal", "risk", "check")


def waiting(request: StaffRequest) -> list[dict[str, Any]]:
    """Return the corrections that wait for a decision: what brings something first, the most money first of that."""
    rows = [row for row in visible_to(actor(request), KIND).filter(state__in=WAITING) if row.lever in LEVERS]
    rows.sort(key=lambda row: (row.expected <= 0, not _is_money(row), -row.expected, row.pk))
    return shown(request, rows)


def shown(request: StaffRequest, rows: Sequence[Correction]) -> list[dict[str, Any]]:
    """Return what the cards of corrections show; who does not decide sees no figures. Constant number of queries."""
    mine = decided_by(actor(request), rows)
    words = explained(rows)
    return [_card(row, words[row.pk], decide=row.pk in mine) for row in rows]


def _card(row: Correction, words: list[tuple[Part, str]], *, decide: bool) -> dict[str, Any]:
    unit = unit_of(row)
    inputs = row.proposal["inputs"]
    # the figures stand by themselves below the lines
    told = [(part, text) for part, text in words if part != "effect"]
    return {
        "row": row,
        "name": LEVERS[row.lever].name,
        "lines": [(MARKS[part], text) for part, text in told if decide or part in FOR_ALL],
        "brings": bool(row.expected or row.expected_q10 or row.expected_q90),
        "expected": unit.write(row.expected),
        "low": unit.write(row.expected_q10),
        "high": unit.write(row.expected_q90),
        "uneven": [write(Slot("spread", inputs[key]), row.currency, NOBODY) for key in EVENNESS if key in inputs],
        "cost": Unit("money", row.currency).write(row.cost) if row.cost else "",
        "units": len(row.proposal["units"]) if LEVERS[row.lever].divisible else 1,
        "decide": decide,
        # it expires as its last day ends
        "until": row.expires_at - timedelta(microseconds=1),
    }


def unit_of(row: Correction) -> Unit:
    """Return the unit of the parameter that a correction answers to."""
    parameter = PARAMETERS.get(row.parameter)
    return Unit(str(parameter.unit) if parameter else "one", row.currency)


EVENNESS = ("uneven_before", "uneven_after")


def _is_money(row: Correction) -> bool:
    parameter = PARAMETERS.get(row.parameter)
    return parameter is not None and parameter.is_money
