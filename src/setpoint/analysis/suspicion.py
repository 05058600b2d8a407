"""Posterior that a stream has changed, the uncertain baseline integrated over a grid; and whom to name by it."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import gamma

from setpoint.analysis.arrays import Bools, Floats
from setpoint.analysis.scores import negative_binomial_score

RATIOS = (0.5, 0.6, 0.7, 0.8)
POINTS = 9
RATE = 0.0008
LARGEST_LOG = 60.0


@dataclass(frozen=True)
class Suspicion:
    """Shiryaev-Roberts statistics of n streams, carried from step to step."""

    log_r: Floats
    """(n, points, ratios) logarithm of R; -inf before the first step."""
    log_weight: Floats
    """(n, points) logarithm of the posterior weight of each baseline while nothing has changed."""

    def probability(self) -> Floats:
        """P(change) (n,): the weighted R of all baselines and ratios against no change at all."""
        weight = self.log_weight[:, :, None]
        top = np.maximum(self.log_weight.max(axis=1), (weight + self.log_r).max(axis=(1, 2)))
        changed = np.exp(weight + self.log_r - top[:, None, None]).sum(axis=(1, 2))
        same = np.exp(self.log_weight - top[:, None]).sum(axis=1)
        return np.asarray(changed / (changed + same))


def baseline_grid(shape: Floats, rate: Floats) -> Floats:
    """Baselines (n, POINTS) of equal weight: quantiles of the posterior Gamma(shape, rate) (n,)."""
    at = (np.arange(POINTS) + 0.5) / POINTS
    return np.asarray(gamma.ppf(at, shape[:, None]) / rate[:, None])


def unsuspected(streams: int, ratios: int = len(RATIOS)) -> Suspicion:
    """Where every stream begins."""
    return Suspicion(np.full((streams, POINTS, ratios), -np.inf), np.full((streams, POINTS), -np.log(POINTS)))


def step(
    before: Suspicion,
    counts: Floats,
    baselines: Floats,
    size: float,
    *,
    exposure: Floats | None = None,
    ratios: tuple[float, ...] = RATIOS,
    rate: float = RATE,
) -> Suspicion:
    """One step on counts (n,) with baselines (n, POINTS) per unit of exposure (n,): R <- (R + pi/K) LR.

    Source: Shiryaev 1963; Roberts 1966; loop mathematics 3.6.
    """
    mean = baselines if exposure is None else baselines * exposure[:, None]
    scores = np.stack([negative_binomial_score(counts[:, None], mean, size, rho) for rho in ratios], axis=2)
    grown = np.logaddexp(before.log_r, np.log(rate / len(ratios))) + scores
    share = np.log(size / (size + mean))
    fit = size * share + counts[:, None] * (np.log(np.maximum(mean, 1e-300)) - np.log(size + mean))
    weight = before.log_weight + fit
    weight -= weight.max(axis=1, keepdims=True)
    weight -= np.log(np.exp(weight).sum(axis=1, keepdims=True))
    return Suspicion(np.minimum(grown, LARGEST_LOG), weight)


def discoveries(p_change: Floats, q: float) -> Bools:
    """Streams (n,) to name: the largest set, most suspect first, whose mean P(no change) is at most q.

    Bayesian false discovery rate. Source: Newton et al. 2004; loop mathematics 3.6.
    """
    order = np.argsort(-p_change, kind="stable")
    share = np.cumsum(1 - p_change[order]) / np.arange(1, len(order) + 1)
    named = np.zeros(len(order), dtype=np.bool_)
    within = np.flatnonzero(share <= q)
    if len(within):
        named[order[: within[-1] + 1]] = True
    return named
