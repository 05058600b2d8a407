"""What owners have to do and can do, and what an advance of each item is worth: pure, from a situation's flow."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints, sum_by
from setpoint.analysis.spells import WON
from setpoint.loop.control.situation import Chances
from setpoint.loop.plan.flow import Flow

AHEAD = 10
"""Working days that are looked ahead: two weeks."""
CALENDAR_DAYS = 14
RECENT = 90
SHRINK = 20.0


@dataclass(frozen=True)
class Workload:
    """Owners (m,) in the order of the flow, and its open items (n,)."""

    open_items: Ints
    """(m,)"""
    needed: Floats
    """(m,) touches that the own items need in the next two weeks by the norms of their stages."""
    present: Floats
    """(m,) working days at work of the next ten."""
    possible: Floats
    """(m,) touches possible in these days."""
    advance_rate: Floats
    """(m,) stage moves and wins per touch lately, shrunk to all."""
    gain: Floats
    """(n,) minor units that one advance today adds to the expected result of the period."""
    chance: Floats
    """(n,) chance to be won that one advance adds."""
    effort: Floats
    """(n,) touches needed in the next two weeks."""
    touches_left: Floats
    """(n,) touches from the stage to the win."""


def workload(flow: Flow, chances: Chances) -> Workload:
    """Return the load of a flow. Items without any known effort count one touch."""
    owners = len(flow.owners)
    stage, owner = flow.items.stage, flow.items.owner
    pace = np.minimum(CALENDAR_DAYS / np.maximum(flow.stages.norm_days, 1), 1.0)
    effort = np.maximum(flow.stages.effort * pace, 0.1)[stage]
    left = np.maximum(np.cumsum(flow.stages.effort[::-1])[::-1], 1.0)[stage]
    present = (AHEAD - _days_away(flow)) * flow.active
    chance = np.maximum(chances.p_advanced - chances.p, 0.0)
    return Workload(
        open_items=np.bincount(owner, minlength=owners).astype(np.int64),
        needed=sum_by(owner, effort, owners),
        present=present,
        possible=flow.capacity.touches_per_day * present,
        advance_rate=_advance_rate(flow),
        gain=chance * chances.worth,
        chance=chance,
        effort=effort,
        touches_left=left,
    )


def _days_away(flow: Flow) -> Floats:
    days: list[Bools] = []
    day = flow.day
    while len(days) < AHEAD:
        day += 1
        if (day - 1) % 7 < 5:  # noqa: PLR2004 - Monday to Friday
            days.append(flow.capacity.away(day))
    return np.asarray(np.sum(days, axis=0), dtype=np.float64)


def _advance_rate(flow: Flow) -> Floats:
    spells = flow.spells
    recent = (spells.end >= flow.day - RECENT) & (spells.end <= flow.day)
    advanced = recent & ((spells.next > spells.stage) | (spells.next == WON))
    touched = recent & (spells.next == spells.stage)
    owners = len(flow.owners)
    wins = sum_by(spells.owner[advanced], np.ones(int(advanced.sum())), owners)
    touches = sum_by(spells.owner[touched], np.ones(int(touched.sum())), owners)
    overall = wins.sum() / max(touches.sum(), 1.0)
    return np.asarray((wins + SHRINK * overall) / (touches + SHRINK))
