"""Forecasts of many goals at once for what no pipeline feeds: counts, rates, sums and means."""

import numpy as np
from scipy.special import betaln, gammaln, nbdtrik, ndtr, ndtri
from scipy.stats import nbinom

from setpoint.analysis.arrays import Floats
from setpoint.analysis.phit import QUANTILES, NodeForecasts

SMALL = 1e-9
LONGEST = 2000


def count_forecasts(
    done: Floats, *, exposure: tuple[float, float], shape: Floats, rate: Floats, r_left: float, target: Floats
) -> NodeForecasts:
    """Gamma-Poisson final counts of n goals; `exposure`: calendar weight done and left.

    `done`, `target`, prior Gamma(`shape`, `rate`) (n,). `r_left`: negative binomial size of the whole rest.
    The same as `predictive.forecast_count`, for arrays. Source: loop mathematics 3.3.
    """
    was, left = exposure
    if left <= 0:
        return certain(done, target)
    size = np.maximum(shape + done, SMALL)
    mean = size * left / (rate + was)
    size = size * r_left / (size + r_left)
    p = size / (size + mean)
    need = np.ceil(target - done - SMALL)
    sd = np.sqrt(mean + mean**2 / size)
    quantiles = [done + np.maximum(np.ceil(_count_quantile(q, size, p)), 0) for q in QUANTILES]
    p_hit = np.where(need <= 0, 1.0, nbinom.sf(need - 1, size, p))
    return _forecasts(done + mean, sd, quantiles, p_hit, shortfall(done + mean, sd, target))


def _count_quantile(q: float, size: Floats, p: Floats) -> Floats:
    """Quantile (n,) of negative binomials; the normal one where the inverse does not converge."""
    found = nbdtrik(q, size, p)
    mean = size * (1 - p) / p
    fallback = mean + ndtri(q) * np.sqrt(mean / p)
    return np.asarray(np.where(np.isfinite(found), found, np.maximum(fallback, 0)))


def rate_forecasts(
    hits: Floats, trials: Floats, left: Floats, *, a: Floats, b: Floats, target: Floats
) -> NodeForecasts:
    """Final rates (n,) when `left` units are still to be decided with a Beta(a, b) rate (posterior).

    Source: loop mathematics 3.3; exact up to LONGEST units, normal beyond.
    """
    left = np.round(left)
    whole = np.maximum(trials + left, 1)
    p = a / (a + b)
    variance = left * p * (1 - p) * (a + b + left) / (a + b + 1)
    mean, sd = (hits + left * p) / whole, np.sqrt(variance) / whole
    need = np.ceil(target * (trials + left) - SMALL) - hits
    exact = np.where(
        left <= LONGEST,
        _beta_binomial_sf(need, np.minimum(left, LONGEST), a, b),
        ndtr((mean - target) / np.maximum(sd, SMALL)),
    )
    p_hit = np.where(need <= 0, 1.0, np.where(need > left, 0.0, exact))
    quantiles = [np.clip(mean + ndtri(q) * sd, hits / whole, (hits + left) / whole) for q in QUANTILES]
    return _forecasts(mean, sd, quantiles, p_hit, shortfall(mean, sd, target))


def normal_forecasts(mean: Floats, sd: Floats, target: Floats, *, direction: int = 1) -> NodeForecasts:
    """Normal forecasts (n,) of sums, means and levels; `direction` -1 where less is better."""
    width = np.maximum(sd, SMALL)
    quantiles = [mean + ndtri(q) * sd for q in QUANTILES]
    gap = direction * (mean - target)
    sure = sd <= SMALL
    p_hit = np.where(sure, gap >= 0, ndtr(gap / width))
    return _forecasts(mean, sd, quantiles, p_hit, shortfall(direction * mean, sd, direction * target))


def certain(done: Floats, target: Floats, *, direction: int = 1) -> NodeForecasts:
    """Forecasts (n,) of what can no longer change."""
    return normal_forecasts(done, np.zeros(len(done)), target, direction=direction)


def shortfall(mean: Floats, sd: Floats, target: Floats) -> Floats:
    """E[(T - Y)+] (n,) of normal Y."""
    width = np.maximum(sd, SMALL)
    z = (target - mean) / width
    return np.asarray((target - mean) * ndtr(z) + width * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))


def _beta_binomial_sf(need: Floats, left: Floats, a: Floats, b: Floats) -> Floats:
    """P(X >= need) (n,) of beta-binomial X out of `left`."""
    if len(need) == 0:
        return np.zeros(0)
    k = np.arange(int(left.max()) + 1)[None, :]
    n = left[:, None]
    inside = (k <= n) & (k >= need[:, None])
    rest = np.maximum(n - k, 0)
    log = gammaln(n + 1) - gammaln(k + 1) - gammaln(rest + 1)
    log = log + betaln(k + a[:, None], rest + b[:, None]) - betaln(a, b)[:, None]
    return np.asarray(np.where(inside, np.exp(log), 0.0).sum(axis=1))


def _forecasts(mean: Floats, sd: Floats, quantiles: list[Floats], p_hit: Floats, missing: Floats) -> NodeForecasts:
    q10, q25, q50, q75, q90 = quantiles
    return NodeForecasts(mean, sd, q10, q25, q50, q75, q90, p_hit, missing)
