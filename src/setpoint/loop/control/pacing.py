"""Forecasts of goals that no pipeline feeds: counts, rates, durations and sums of scopes outside the tree."""

from dataclasses import dataclass, replace

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.arrivals import arrival_rate
from setpoint.analysis.phit import NodeForecasts
from setpoint.analysis.predictive_sets import (
    certain,
    count_forecasts,
    normal_forecasts,
    rate_forecasts,
)
from setpoint.loop.control.due import plan_line
from setpoint.loop.control.facts import NO_DAYS, Facts
from setpoint.loop.plan.parameters import Kind, Parameter

MEMORY = 0.5
"""Weight of the period before against this one: things change."""
PEER_SHARE = 0.08
"""Weight of what peers do on average, in periods: about five working days of a quarter."""
RATE_PRIOR = 20.0
ODDS = 1e-6
PPM = 1_000_000


@dataclass(frozen=True)
class Paced:
    """Forecasts of a group of goals with what is due and reached, all (goals,)."""

    forecasts: NodeForecasts
    due: Floats
    actual: Floats


@dataclass(frozen=True)
class Group:
    """Goals of one parameter and period."""

    parameter: Parameter
    first: int
    last: int
    rows: Ints
    """Indexes of the goals."""


def pace(facts: Facts, group: Group) -> Paced:
    """Forecast a group of goals from what was done in this period and the one before."""
    match group.parameter.kind:
        case Kind.RATE:
            return _rates(facts, group)
        case Kind.DURATION:
            return _durations(facts, group)
        case Kind.AMOUNT:
            return _amounts(facts, group)
        case _:
            return _counts(facts, group)


def _counts(facts: Facts, group: Group) -> Paced:
    target = facts.goals.target[group.rows]
    done, _, _ = facts.sums(facts.periods[group.first, group.last], group.parameter.measure, group.rows)
    shares = plan_line(facts, group.parameter.measure, group.first, group.last, money=False)
    share = shares.due(facts.day)
    forecasts = _count_rest(facts, group, group.parameter.measure, done, share, target)
    return Paced(forecasts, target * share, done)


def _count_rest(facts: Facts, group: Group, measure: str, done: Floats, share: float, target: Floats) -> NodeForecasts:
    """Counts with the period as unit of exposure: `share` of it is over."""
    shape, rate = _prior(facts, group, measure)
    return count_forecasts(
        done,
        exposure=(share, 1 - share),
        shape=shape,
        rate=rate,
        r_left=_size_left(facts, measure, group.last),
        target=target,
    )


def _prior(facts: Facts, group: Group, measure: str) -> tuple[Floats, Floats]:
    """Gamma prior (goals,) of counts per period: the period before, and peers below the same parent."""
    before, _, _ = facts.sums(facts.before[group.first, group.last], measure, group.rows)
    known = _known_share(facts, group)
    parents = _families(facts, group)
    peers = (np.bincount(parents, weights=before) / np.maximum(np.bincount(parents), 1))[parents]
    weight = MEMORY * known
    per_period = peers / known if known else peers
    return weight * (before / known if known else before) + PEER_SHARE * per_period + ODDS, np.full(
        len(before), weight + PEER_SHARE
    )


def _known_share(facts: Facts, group: Group) -> float:
    """Part of the period before of which everything is known, by working days."""
    length = group.last - group.first + 1
    days = np.arange(max(facts.calendar.first, group.first - length), group.first)
    weights = facts.calendar.weight(days)
    worked = float(weights.sum())
    return float(weights[days >= facts.since].sum()) / worked if worked else 0.0


def _size_left(facts: Facts, measure: str, last: int) -> float:
    """Negative binomial size of the rest of the period, from the company's weekly numbers."""
    days = facts.history.get(measure, NO_DAYS)
    each = np.repeat(days.day, np.maximum(days.n, 0).astype(np.int64))
    zeros = np.zeros(len(each), dtype=np.int64)
    r_week = arrival_rate(each, zeros, zeros, facts.calendar, facts.day, nodes=1, stages=1).r_week
    return r_week * max((last - facts.day) / 7, 0.2)


def _rates(facts: Facts, group: Group) -> Paced:
    """Rates: what is still to be decided, at the posterior rate moved by the season of hits and of decisions."""
    parameter, rows = group.parameter, group.rows
    target = facts.goals.target[rows] / PPM
    this, before = facts.periods[group.first, group.last], facts.before[group.first, group.last]
    hits, _, _ = facts.sums(this, parameter.measure, rows)
    trials = np.sum([facts.sums(this, measure, rows)[0] for measure in parameter.base], axis=0)
    lines = [plan_line(facts, measure, group.first, group.last, money=False) for measure in parameter.base]
    weights = np.array([facts.history.get(measure, NO_DAYS).n.sum() for measure in parameter.base])
    decided = np.array([line.due(facts.day) for line in lines])
    due_trials = float(decided @ weights / weights.sum()) if weights.sum() else float(decided.mean())
    due_hits = plan_line(facts, parameter.measure, group.first, group.last, money=False).due(facts.day)
    early = due_hits / due_trials if due_trials else 1.0
    late = (1 - due_hits) / (1 - due_trials) if due_trials < 1 else 1.0
    was_hits, _, _ = facts.sums(before, parameter.measure, rows)
    was_trials = np.sum([facts.sums(before, measure, rows)[0] for measure in parameter.base], axis=0)
    prior = _pooled(was_hits, was_trials, _families(facts, group))
    seen = np.clip(hits / max(early, 0.2), 0, trials)
    kappa = RATE_PRIOR + MEMORY * was_trials
    rate = (RATE_PRIOR * prior + MEMORY * was_hits + seen) / (kappa + trials)
    rest = np.clip(rate * late, 0.001, 0.999)
    left = np.sum(
        [_left(facts, group, measure, due) for measure, due in zip(parameter.base, decided, strict=True)], axis=0
    )
    forecasts = rate_forecasts(
        hits, trials, left, a=rest * (kappa + trials), b=(1 - rest) * (kappa + trials), target=target
    )
    actual = np.divide(hits, trials, out=np.zeros(len(hits)), where=trials > 0)
    return Paced(scaled(forecasts, PPM), target * min(early, 1 / max(target.max(initial=0), ODDS)) * PPM, actual * PPM)


def _left(facts: Facts, group: Group, measure: str, share: float) -> Floats:
    done, _, _ = facts.sums(facts.periods[group.first, group.last], measure, group.rows)
    shape, rate = _prior(facts, group, measure)
    return (shape + done) / (rate + share) * (1 - share)


def _pooled(hits: Floats, trials: Floats, families: Ints) -> Floats:
    """Rate (n,) of all peers of the same family; a half where nothing was decided."""
    of_hits, of_trials = np.bincount(families, weights=hits), np.bincount(families, weights=trials)
    return np.asarray(np.where(of_trials > 0, of_hits / np.maximum(of_trials, 1), 0.5)[families])


def _families(facts: Facts, group: Group) -> Ints:
    """Number (goals,) of the family of each goal: peers below the same parent share it."""
    return np.unique(facts.goals.parent[group.rows], return_inverse=True)[1].astype(np.int64)


def _durations(facts: Facts, group: Group) -> Paced:
    """Mean durations: the rest lasts as long as before, with the spread that durations have."""
    target, rows = facts.goals.target[group.rows], group.rows
    measure = group.parameter.measure
    n, total, squares = facts.sums(facts.periods[group.first, group.last], measure, rows)
    was_n, was_total, was_squares = facts.sums(facts.before[group.first, group.last], measure, rows)
    share = plan_line(facts, measure, group.first, group.last, money=False).due(facts.day)
    left = _left(facts, group, measure, share)
    weight = n + MEMORY * was_n
    mean = _ratio(total + MEMORY * was_total, weight, target)
    variance = np.maximum(_ratio(squares + MEMORY * was_squares, weight, mean**2) - mean**2, 0)
    all_n = np.maximum(n + left, ODDS)
    forecast = (total + left * mean) / all_n
    sd = np.sqrt(left * variance * (1 + left / np.maximum(weight, 1))) / all_n
    forecasts = normal_forecasts(forecast, sd, target, direction=group.parameter.direction)
    return Paced(forecasts, target, _ratio(total, n, np.zeros(len(n))))


def _amounts(facts: Facts, group: Group) -> Paced:
    """Sums of scopes that no pipeline knows: a count of the rest times the mean amount, with both spreads."""
    target, rows = facts.goals.target[group.rows], group.rows
    measure = group.parameter.measure
    n, total, squares = facts.sums(facts.periods[group.first, group.last], measure, rows)
    was_n, was_total, was_squares = facts.sums(facts.before[group.first, group.last], measure, rows)
    share = plan_line(facts, measure, group.first, group.last, money=True).due(facts.day)
    if facts.day >= group.last:
        return Paced(certain(total, target), target, total)
    counts = _count_rest(facts, group, measure, n, share, target)
    rest = counts.mean - n
    both_n = n + was_n
    mean = _ratio(total + was_total, both_n, np.zeros(len(n)))
    second = _ratio(squares + was_squares, both_n, np.zeros(len(n)))
    variance = rest * np.maximum(second - mean**2, 0) + counts.sd**2 * mean**2
    return Paced(normal_forecasts(total + rest * mean, np.sqrt(variance), target), target * share, total)


def _ratio(over: Floats, under: Floats, otherwise: Floats) -> Floats:
    return np.where(under > 0, over / np.maximum(under, ODDS), otherwise)


def scaled(forecasts: NodeForecasts, factor: float) -> NodeForecasts:
    """The same forecasts in another unit."""
    quantities = ("mean", "sd", "q10", "q25", "q50", "q75", "q90", "money_at_risk")
    return replace(forecasts, **{name: getattr(forecasts, name) * factor for name in quantities})
