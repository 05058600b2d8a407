"""Limits of CUSUMs that keep a promised rate of false alarms, estimation error of the baseline included."""

from collections.abc import Callable
from functools import lru_cache
from math import exp, log

import numpy as np

from setpoint.analysis.arrays import Floats
from setpoint.analysis.scores import bernoulli_score, negative_binomial_score

PATHS = 2000
STEPS = 260
FLAT = (1.0,)
LARGEST = 30.0
GRID = 0.08
KNOWN = 1e9


def rule_of_thumb(arl0: float) -> float:
    """Limit h = ln(ARL0) - 1.5 nats: a safe start before `calibrate`. ARL0 in observations. Loop mathematics 3.4."""
    return max(log(arl0) - 1.5, 0.5)


def budget_arl(streams: int, per_month: float, budget: float) -> float:
    """ARL0 in observations under which `streams` evaluated so often a month raise `budget` false alarms a month."""
    return max(streams, 1) * per_month / budget


def calibrate(scores: Callable[[np.random.Generator, int, int], Floats], arl0: float, *, seed: int = 0) -> float:
    """Limit h (nats) at which CUSUMs of in-control `scores` signal once in `arl0` observations, restarts included.

    `scores(rng, paths, steps)` draws (paths, steps). Common random numbers, bisection; within 5 %.
    """
    steps = int(max(STEPS, 3 * arl0))
    paths = int(np.clip(4_000_000 // steps, 200, PATHS))
    drawn = scores(np.random.default_rng(seed), paths, steps).T.astype(np.float64)
    wanted = drawn.size / arl0
    low, high = 0.05, LARGEST
    for _ in range(22):
        middle = (low + high) / 2
        if _signals(drawn, middle) > wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _signals(drawn: Floats, limit: float) -> int:
    level = np.zeros(drawn.shape[1])
    found = 0
    for row in drawn:
        np.maximum(level + row, 0.0, out=level)
        over = level >= limit
        found += int(over.sum())
        level[over] = 0.0
    return found


def count_limit(
    mean: float, size: float, rho: float, arl0: float, *, season: tuple[float, ...] = FLAT, known: float = KNOWN
) -> float:
    """Limit of a negative binomial CUSUM on counts with this mean and size.

    `season`: factors on the mean, repeating; `known`: gamma shape of the baseline's posterior (expected events
    that it rests on), from which each path draws its true mean. Arguments are rounded to 8 %, so that thousands of
    streams share a few hundred calibrations. Source: loop mathematics 3.4, 3.5.
    """
    return _count_limit(_near(mean), _near(min(size, 1e6)), rho, _near(arl0), season, _near(min(known, KNOWN)))


@lru_cache(maxsize=4096)
def _count_limit(mean: float, size: float, rho: float, arl0: float, season: tuple[float, ...], known: float) -> float:
    def scores(rng: np.random.Generator, paths: int, steps: int) -> Floats:
        expected = mean * np.resize(np.array(season), steps)
        truth = rng.gamma(known, 1 / known, (paths, 1)) if known < KNOWN / 2 else 1.0
        rate = expected * truth * rng.gamma(size, 1 / size, (paths, steps))
        return negative_binomial_score(rng.poisson(rate).astype(np.float64), expected, size, rho)

    return calibrate(scores, arl0)


def rate_limit(rate: float, trials: float, rho: float, arl0: float, *, known: float = KNOWN) -> float:
    """Limit of a Bernoulli CUSUM on about `trials` decided a step; `known`: trials that the baseline rests on."""
    rate = min(max(round(rate, 2), 0.01), 0.99)
    return _rate_limit(rate, max(1, round(_near(trials))), rho, _near(arl0), _near(min(known, KNOWN)))


@lru_cache(maxsize=4096)
def _rate_limit(rate: float, trials: int, rho: float, arl0: float, known: float) -> float:
    def scores(rng: np.random.Generator, paths: int, steps: int) -> Floats:
        truth = rng.beta(rate * known, (1 - rate) * known, (paths, 1)) if known < KNOWN / 2 else rate
        hits = rng.binomial(trials, truth, (paths, steps)).astype(np.float64)
        return bernoulli_score(hits, np.full_like(hits, trials), np.full_like(hits, rate), rho)

    return calibrate(scores, arl0)


def _near(value: float) -> float:
    """The value rounded to a grid of steps of 8 %."""
    return exp(round(log(max(value, 1e-6)) / GRID) * GRID)
