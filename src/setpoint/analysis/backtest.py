"""How wrong the forecasts of past periods would have been, beyond the luck of single items: the model's own error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.draws import Tree
from setpoint.analysis.flow import Flow
from setpoint.analysis.forecast import Prospects, learn, look_ahead
from setpoint.analysis.season import periods_before

PRIOR = (0.12, 0.05, 0.05)
"""Model error of company, team, owner before any backtest (loop mathematics 3.2)."""
PRIOR_PERIODS = 2.0
SMALLEST, LARGEST = 0.05, 0.60
# a rest of fewer wins is all luck
FEWEST = 8.0
WORST = 1.5
LEVELS = len(PRIOR)


@dataclass(frozen=True)
class Score:
    """What the past forecasts of one period and level say, averaged over nodes and days of looking."""

    excess: float
    """Mean squared relative error beyond the items' own variance; of the level and all above it together."""
    nodes: int


def backtest(
    flow: Flow,
    tree: Tree,
    calendar: Calendar,
    period: tuple[int, int],
    days: Sequence[int],
    *,
    stages: int,
    months: int,
    since: int,
) -> dict[int, Score]:
    """Forecast a completed period on each of `days` from what was known then; scores by level (depth, at most 2).

    Wins are compared, not money: they carry the same factor with less noise.
    """
    first, last = period
    level = np.minimum(tree.depth(), LEVELS - 1)
    place = calendar.month_of_quarter()
    found: dict[int, list[float]] = {}
    for now in days:
        model = learn(flow, calendar, now, stages=stages, nodes=len(tree.parent), position=place)
        past = periods_before(first, months=months, since=since)
        ahead = look_ahead(model, flow, tree, calendar, first=first, last=last, past=past)
        mean, variance = rest_of(ahead, tree)
        won = flow.won(now + 1, last)
        actual = _rolled(np.bincount(flow.node[won], minlength=len(tree.parent)), tree)
        for node in np.flatnonzero(mean >= FEWEST).tolist():
            error = min(abs(float(actual[node] / mean[node]) - 1), WORST)
            found.setdefault(int(level[node]), []).append(error**2 - float(variance[node] / mean[node] ** 2))
    return {each: Score(float(np.mean(values)), len(values)) for each, values in found.items()}


def rest_of(ahead: Prospects, tree: Tree) -> tuple[Floats, Floats]:
    """Mean and variance (nodes,) of the wins still to come, whole branches, without any model error."""
    nodes, items, new = len(tree.parent), ahead.items, ahead.new
    hoped = _rolled(np.bincount(items.node, weights=items.p, minlength=nodes), tree)
    spread = _rolled(np.bincount(items.node, weights=items.p * (1 - items.p), minlength=nodes), tree)
    coming = _rolled(new.count, tree)
    mean = hoped + coming
    variance = spread + coming + coming**2 / new.r
    if ahead.pool is None:
        return mean, variance
    weight, ratio = ahead.pool.weight, ahead.pool.ratio
    pooled = mean * (1 - weight + weight * ratio)
    second = (1 - weight) * (variance + mean**2) + weight * ratio * (variance + ratio * mean**2)
    return pooled, second - pooled**2


def sigmas_of(scores: Mapping[int, Sequence[Score]], prior: tuple[float, ...] = PRIOR) -> tuple[float, ...]:
    """Model error per level from the scores of past periods, by level; each period counts 1, the prior 2.

    Never below .05 of its own (loop mathematics 3.2): a good past is no promise.
    """
    found: list[float] = []
    above = 0.0
    for level in range(LEVELS):
        known = scores.get(level, ())
        expected = sum(each**2 for each in prior[: level + 1])
        total = (PRIOR_PERIODS * expected + sum(each.excess for each in known)) / (PRIOR_PERIODS + len(known))
        own = float(np.sqrt(np.clip(total - above, SMALLEST**2, LARGEST**2)))
        above += own**2
        found.append(own)
    return tuple(found)


def _rolled(own: Floats | Ints, tree: Tree) -> Floats:
    total = own.astype(np.float64)
    for node in range(len(total) - 1, 0, -1):
        if tree.parent[node] >= 0:
            total[tree.parent[node]] += total[node]
    return total
