"""How many items will come on each day to be: EWMA of past arrivals with calendar and season weights."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints, sum_by
from setpoint.analysis.calendar import Calendar

LARGEST_R = 1e9
FEW_WEEKS = 4


@dataclass(frozen=True)
class ArrivalRate:
    """Arrivals of a flow per unit of calendar weight."""

    rate: float
    """Expected arrivals on a day of weight 1."""
    share: Floats
    """(nodes,) part of the arrivals that each node gets."""
    entry: Floats
    """(stages,) part of the arrivals that enter each stage."""
    r_week: float
    """Negative binomial size of five working days' arrivals."""

    def expected(self, weights: Floats) -> Floats:
        """Expected arrivals (days,) on days of these weights (days,)."""
        return self.rate * weights


def arrival_rate(
    days: Ints,
    node: Ints,
    stage: Ints,
    calendar: Calendar,
    now: int,
    *,
    nodes: int,
    stages: int,
    season: Floats | None = None,
    half_life: float = 20.0,
    window: int = 130,
    node_prior: float = 10.0,
) -> ArrivalRate:
    """Rate at the end of the day `now` from arrivals `days`, `node`, `stage` (n,).

    `season` (days of the calendar,): factor on the calendar weight of each day, None for none. Half-life
    and window in calendar days x 7/5, that is in working days of a five-day week. Nodes that had any
    arrivals share as often as they got them, shrunk by `node_prior` arrivals to equal shares.
    """
    first = max(calendar.first, now - int(window * 1.4))
    if len(days):
        first = max(first, int(days.min()))
    span = np.arange(first, now + 1)
    inside = (days >= first) & (days <= now)
    weights = calendar.weight(span) * (1.0 if season is None else season[span - calendar.first])
    daily = np.bincount(days[inside] - first, minlength=len(span)).astype(np.float64)
    decay = 0.5 ** ((now - span) / (half_life * 1.4))
    rate = float(decay @ daily) / max(float(decay @ weights), 1e-9)
    faded = decay[days[inside] - first]
    by_node = sum_by(node[inside], faded, nodes)
    by_stage = sum_by(stage[inside], faded, stages)
    return ArrivalRate(
        rate=rate,
        share=_shares(by_node, node_prior),
        entry=by_stage / by_stage.sum() if by_stage.sum() > 0 else np.eye(stages)[0],
        r_week=_weekly_size(daily, weights),
    )


def _shares(volume: Floats, prior: float) -> Floats:
    active = volume > 0
    if not active.any():
        return np.zeros(len(volume))
    smoothed = volume + prior * active / active.sum()
    return np.asarray(smoothed / smoothed.sum())


def _weekly_size(daily: Floats, weights: Floats) -> float:
    """Size r of weekly counts by moments: mean^2 / (variance - mean)."""
    weeks = len(daily) // 7
    if weeks < FEW_WEEKS:
        return LARGEST_R
    counts = daily[-7 * weeks :].reshape(weeks, 7).sum(axis=1)
    worked = weights[-7 * weeks :].reshape(weeks, 7).sum(axis=1)
    expected = counts.sum() * worked / max(worked.sum(), 1e-9)
    excess = float(((counts - expected) ** 2 - expected).sum())
    return float((expected**2).sum()) / excess if excess > 0 else LARGEST_R
