"""Limits of CUSUMs that keep a promised rate of false alarms, estimation error of the baseline included."""

from collections.abc import Callable
from functools import lru_cache
from math import exp, log

import numpy as np

from setpoint.analysis.arrays import Floats
from setpoint.analysis.scores import bernoulli_score, negative_binomial_score

SAMPLES = 300_000
STEPS, MOST_STEPS = 260, 800
FLAT = (1.0,)
HALVINGS = 12
GRID, ARL_GRID, KNOWN_GRID = 0.25, 0.6, 0.7
KNOWN, LARGEST_KNOWN = 1e9, 1e5
FEWEST_PATHS = 100


def rule_of_thumb(arl0: float) -> float:
    """Limit h = ln(ARL0) - 1.5 nats: a safe start before `calibrate`. ARL0 in observations. Loop mathematics 3.4."""
    return max(log(max(arl0, 1.0)) - 1.5, 0.5)


def budget_arl(streams: int, per_month: float, budget: float) -> float:
    """ARL0 in observations under which `streams` evaluated so often a month raise `budget` false alarms a month."""
    return max(streams, 1) * per_month / budget


def calibrate(scores: Callable[[np.random.Generator, int, int], Floats], arl0: float, *, seed: int = 0) -> float:
    """Limit h (nats) at which CUSUMs of in-control `scores` signal once in `arl0` observations, restarts included.

    `scores(rng, paths, steps)` draws (paths, steps). Common random numbers and halving; within 5 % up to an ARL0 of
    some thousands.
    """
    steps = int(np.clip(3 * arl0, STEPS, MOST_STEPS))
    paths = max(FEWEST_PATHS, SAMPLES // steps)
    drawn = np.ascontiguousarray(scores(np.random.default_rng(seed), paths, steps).T, dtype=np.float64)
    wanted = drawn.size / arl0
    low, high = 0.02, 2 * rule_of_thumb(arl0) + 4
    for _ in range(HALVINGS):
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
        level += row
        np.maximum(level, 0.0, out=level)
        over = level >= limit
        if over.any():
            found += int(over.sum())
            level[over] = 0.0
    return found


def count_limit(
    mean: float,
    size: float,
    rho: float,
    arl0: float,
    *,
    season: tuple[float, ...] = FLAT,
    known: float = KNOWN,
    tolerance: float = 0.0,
) -> float:
    """Limit of a negative binomial CUSUM on counts with this mean and size.

    `season`: factors on the mean, repeating; `known`: gamma shape of the baseline's posterior (events that it rests
    on), from which each path draws its true mean; `tolerance`: the chart tests rho against 1 -+ tolerance, so that a
    small shift is let be. Arguments are rounded to a grid, so that thousands of streams share some calibrations.
    Source: loop mathematics 3.4, 3.5.
    """
    near = _near(arl0, ARL_GRID)

    def at(known: float) -> float:
        return _count_limit(_near(mean), _near(min(size, 1e5)), rho, near, season, known, tolerance)

    return max(0.02, _between(at, known) + log(arl0 / near))


@lru_cache(maxsize=8192)
def _count_limit(
    mean: float, size: float, rho: float, arl0: float, season: tuple[float, ...], known: float, tolerance: float
) -> float:
    admitted = admitted_ratio(rho, tolerance)

    def scores(rng: np.random.Generator, paths: int, steps: int) -> Floats:
        expected = mean * np.resize(np.array(season), steps)
        truth = rng.gamma(known, 1 / known, (paths, 1)) if known < KNOWN / 2 else 1.0
        rate = expected * truth * rng.gamma(size, 1 / size, (paths, steps))
        count = rng.poisson(rate).astype(np.float64)
        return negative_binomial_score(count, admitted * expected, size, rho / admitted)

    return calibrate(scores, arl0)


def rate_limit(
    rate: float, trials: float, rho: float, arl0: float, *, known: float = KNOWN, tolerance: float = 0.0
) -> float:
    """Limit of a Bernoulli CUSUM on about `trials` decided a step; `known`: hits that the baseline rests on."""
    rate = min(max(round(rate, 2), 0.01), 0.99)
    near = _near(arl0, ARL_GRID)

    def at(known: float) -> float:
        return _rate_limit(rate, max(1, round(_near(trials))), rho, near, known, tolerance)

    return max(0.02, _between(at, known) + log(arl0 / near))


@lru_cache(maxsize=8192)
def _rate_limit(rate: float, trials: int, rho: float, arl0: float, known: float, tolerance: float) -> float:
    admitted = admitted_ratio(rho, tolerance)

    def scores(rng: np.random.Generator, paths: int, steps: int) -> Floats:
        both = known / rate
        truth = rng.beta(rate * both, (1 - rate) * both, (paths, 1)) if known < KNOWN / 2 else rate
        hits = rng.binomial(trials, truth, (paths, steps)).astype(np.float64)
        return bernoulli_score(hits, np.full_like(hits, trials), np.full_like(hits, admitted * rate), rho / admitted)

    return calibrate(scores, arl0)


def admitted_ratio(rho: float, tolerance: float) -> float:
    """Edge of the indifference zone on the side of the shift: 1 - tolerance for a fall, 1 + tolerance for a rise."""
    return 1 - tolerance if rho < 1 else 1 + tolerance


def _between(at: Callable[[float], float], known: float) -> float:
    """Limit between those of the two nearest weights of evidence."""
    if known >= LARGEST_KNOWN:
        return at(KNOWN)
    place = log(max(known, 1.0)) / KNOWN_GRID
    low = int(place)
    part = place - low
    return (1 - part) * at(exp(low * KNOWN_GRID)) + part * at(exp((low + 1) * KNOWN_GRID))


def _near(value: float, grid: float = GRID) -> float:
    """The value rounded to a grid of equal ratios."""
    return exp(round(log(max(value, 1e-6)) / grid) * grid)
