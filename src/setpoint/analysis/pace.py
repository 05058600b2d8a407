"""Seasonal pace: the rest of a period as its past periods and what is done say, without the pipeline."""

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.draws import Pool
from setpoint.analysis.season import bin_shares, plan_share

BINS = 13
PERIOD_SD = 0.14
WEIGHT = 0.5
FARTHEST = 3.0


def pace_rest(
    calendar: Calendar, days: Ints, *, now: int, first: int, last: int, past: Ints, sigma: float
) -> float | None:
    """Expected events in (now, last] from the days (n,) of past events; None without a past period.

    `past` (k, 2): completed past periods, first and last ordinals, in time order. The total is the last
    period's (sd 14 % from period to period) corrected by done / share due, whose relative variance is
    (1/n + sigma^2)(1 - due)/due. Source: loop mathematics 3.2, pace as a member of the ensemble.
    """
    inside = [(days >= begin) & (days <= end) for begin, end in past]
    before = int(inside[-1].sum()) if inside else 0
    if before == 0:
        return None
    shares = bin_shares(calendar, past, days, np.ones(len(days)), bins=BINS)
    due = plan_share(calendar, first, last, shares).due(now)
    done = int(((days >= first) & (days <= now)).sum())
    total = np.log(before)
    if done > 0 and 0 < due < 1:
        noise = (1 / before + sigma**2) * (1 - due) / due
        trust = PERIOD_SD**2 / (PERIOD_SD**2 + noise)
        total += trust * (np.log(done / due) - total)
    return float(np.exp(total)) * (1 - due)


def pool_with_pace(pipeline: float, pace: float | None, weight: float = WEIGHT) -> Pool | None:
    """Let a share of the draws believe the pace; `pipeline`: the events that the pipeline expects."""
    if pace is None or pipeline <= 0:
        return None
    return Pool(ratio=float(np.clip(pace / pipeline, 1 / FARTHEST, FARTHEST)), weight=weight)


def pool_weight(pipeline_scores: Floats, pace_scores: Floats) -> float:
    """Weight of the pace from log scores (k,) of both on past forecasts; one half where there are none."""
    gap = float(np.sum(pace_scores) - np.sum(pipeline_scores))
    return float(1 / (1 + np.exp(-np.clip(gap, -30, 30))))
