"""Reverse funnel with lags: what must come in, and until when, for a plan to be reached."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.markov import Hazards, run_backwards

INFLUENCE = 0.10


@dataclass(frozen=True)
class Need:
    """What a plan asks of the rest of a period."""

    rate: float
    """Arrivals per day of calendar weight 1; 0 when the plan is covered, inf when nothing can reach it."""
    arrivals: float
    """Arrivals up to the end of the period."""
    entries: Floats
    """(stages,) moves of open items and arrivals into each stage, entry of arrivals included."""
    touches: Floats
    """(stages,) touches of items in each stage."""


def maturity(chances: Floats, entry: Floats) -> Floats:
    """G(tau) (T+1,): share of new items won within tau working days before the end of the period.

    `chances` (tau, stages, idle): `Outlook.win`. `entry` (stages,): where new items come in.
    """
    return np.asarray(chances[:, :, 0] @ entry)


def lead_days(calendar: Calendar, now: int, last: int, growth: Floats) -> float:
    """Sum over the days u in (now, last] of w_u G(T-u): wins per unit of arrival rate."""
    days, left = _days_left(calendar, now, last)
    return float(calendar.weight(days) @ growth[left])


def horizon_of_influence(calendar: Calendar, now: int, last: int, growth: Floats, final: float) -> int | None:
    """Last day (ordinal) on which a new item still has 10 % of its final chance `final`; None if past."""
    days, left = _days_left(calendar, now, last)
    able = days[growth[left] >= INFLUENCE * final]
    return int(able[-1]) if len(able) else None


def required_rate(gap: float, value: float, wins_per_rate: float) -> float:
    """lambda* = (target - done - sum p_i a_i) / (a sum w_u G(T-u)). Source: loop mathematics 2.4.

    `gap`: what done and open items leave to be won, minor units; `value`: mean value of a win.
    """
    if gap <= 0:
        return 0.0
    return gap / (value * wins_per_rate) if value * wins_per_rate > 0 else float("inf")


def reachable(covered: float, value: float, wins_per_rate: float, most: float) -> float:
    """R_max: the result when arrivals come at the greatest possible rate `most` from now on."""
    return covered + value * wins_per_rate * most


def need(
    hazards: Hazards,
    calendar: Calendar,
    now: int,
    last: int,
    *,
    positions_left: Ints,
    entry: Floats,
    rate: float,
    open_stage: Ints,
    open_idle: Ints,
) -> Need:
    """Entries and touches per stage up to `last` when arrivals come at `rate` and open items go on.

    `open_stage`, `open_idle` (n,): open items and the working days since their last event.
    """
    days, left = _days_left(calendar, now, last)
    coming = rate * calendar.weight(days)
    stages = len(hazards.win)
    entries, touches = np.zeros(stages), np.zeros(stages)
    for stage in range(stages):
        moved_in = np.where(np.arange(stages)[:, None] == stage, 0.0, hazards.move[:, :, stage])
        touched = np.where(np.arange(stages)[:, None] == stage, hazards.move[:, :, stage], 0.0)
        for reward, total in ((moved_in, entries), (touched, touches)):
            every_day = np.broadcast_to(reward[:, :, None], hazards.win.shape)
            table = run_backwards(hazards, positions_left, every_day)
            idle = np.minimum(open_idle, table.shape[2] - 1)
            total[stage] = table[-1][open_stage, idle].sum() + coming @ (table[left][:, :, 0] @ entry)
    return Need(rate, float(coming.sum()), entries + coming.sum() * entry, touches)


def _days_left(calendar: Calendar, now: int, last: int) -> tuple[Ints, Ints]:
    """Days (n,) in (now, last] and the working days (n,) left after each."""
    days = np.arange(now + 1, last + 1)
    return days, calendar.index(np.array([last])) - calendar.index(days) if len(days) else days
