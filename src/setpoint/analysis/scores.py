"""Log-likelihood ratios of a shift from the expected value, in nats: what a CUSUM adds up. Loop mathematics 3.4."""

import numpy as np

from setpoint.analysis.arrays import Floats

LEAST = 1e-9


def poisson_score(count: Floats, mean: Floats, rho: float) -> Floats:
    """Score (n,) of counts (n,) with expected values (n,), for a shift of the mean to rho times it."""
    return np.asarray(count * np.log(rho) + (1 - rho) * mean)


def negative_binomial_score(count: Floats, mean: Floats, size: Floats | float, rho: float) -> Floats:
    """The same for over-dispersed counts of negative binomial size (n,) or one for all."""
    ratio = (size + mean) / (size + rho * mean)
    return np.asarray(count * np.log(rho * ratio) + size * np.log(ratio))


def bernoulli_score(hits: Floats, trials: Floats, rate: Floats, rho: float) -> Floats:
    """Score (n,) of hits among trials (n,) with expected rates (n,), for a shift of the rate to rho times it.

    A shifted rate stays below 1.
    """
    rate = np.clip(rate, LEAST, 1 - LEAST)
    shifted = np.clip(rho * rate, LEAST, 1 - LEAST)
    misses = trials - hits
    return np.asarray(hits * np.log(shifted / rate) + misses * np.log((1 - shifted) / (1 - rate)))


def hazard_score(events: Floats, expected: Floats, rho: float) -> Floats:
    """Score (n,) of events against the integrated expected hazard (n,); those still at risk count in `expected`.

    The log-rank (O-E) CUSUM: open items are censored, so nothing is survivor-biased.
    """
    return np.asarray(events * np.log(rho) + (1 - rho) * expected)


def normal_score(z: Floats, delta: float) -> Floats:
    """Score (n,) of standardised values for a shift by delta standard deviations (negative: downwards)."""
    return np.asarray(delta * (z - delta / 2))


def accumulate(scores: Floats, start: Floats | float = 0.0) -> Floats:
    """Paths (n, steps) of S = max(0, S + score) over scores (n, steps), from `start` (n,)."""
    paths = np.empty_like(scores, dtype=np.float64)
    level = np.broadcast_to(np.asarray(start, dtype=np.float64), scores.shape[:1]).copy()
    for step in range(scores.shape[1]):
        level = np.maximum(0.0, level + scores[:, step])
        paths[:, step] = level
    return paths
