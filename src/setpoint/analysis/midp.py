"""Exact mid-p scores of counts and rates on the normal scale: no bias that a CUSUM would add up."""

import numpy as np
from scipy.special import betainc, gammaincc, ndtri
from scipy.stats import nbinom, poisson

from setpoint.analysis.arrays import Floats

CLIP = 1e-12
POISSON = 1e6


def count_z(count: Floats, mean: Floats, size: Floats | float) -> Floats:
    """Normal scores z (n,) of negative binomial counts: Phi^-1(P(X < x) + P(X = x) / 2). From size 1e6 on Poisson.

    By the regularised incomplete beta function. Loop mathematics 3.5.
    """
    size = np.broadcast_to(np.asarray(size, dtype=np.float64), np.shape(count))
    mean = np.maximum(mean, 1e-12)
    share = size / (size + mean)
    plain = size >= POISSON
    below = np.where(
        count > 0,
        np.where(plain, gammaincc(np.maximum(count, 1), mean), betainc(size, np.maximum(count, 1), share)),
        0.0,
    )
    exactly = np.where(plain, poisson.pmf(count, mean), nbinom.pmf(count, size, share))
    return _on_normal_scale(below + exactly / 2)


def rate_z(hits: Floats, trials: Floats, rate: Floats) -> Floats:
    """Normal scores z (n,) of hits among trials with expected rates (n,); 0 where nothing was tried."""
    tried = np.maximum(trials, 1)
    most = betainc(np.maximum(tried - hits, 1e-12), hits + 1, 1 - rate)
    most = np.where(hits >= tried, 1.0, most)
    least = np.where(hits > 0, betainc(tried - hits + 1, np.maximum(hits, 1e-12), 1 - rate), 0.0)
    return np.where(trials > 0, _on_normal_scale((most + least) / 2), 0.0)


def _on_normal_scale(p: Floats) -> Floats:
    return np.asarray(ndtri(np.clip(p, CLIP, 1 - CLIP)))
