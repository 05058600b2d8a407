"""Average run lengths, exact: how long a chart of independent values goes until it signals."""

import numpy as np
from scipy.special import ndtr
from scipy.stats import nbinom, norm, poisson

from setpoint.analysis.arrays import Floats, Ints

NODES = 120
TAIL = 1e-13


def cusum_arl(k: float, h: float, shift: float = 0.0) -> float:
    """One-sided CUSUM S = max(0, S + z - k), signal at S > h, z ~ N(shift, 1), from S = 0.

    L(u) = 1 + L(0) F(k - u) + integral of L(x) f(x + k - u) over 0..h, by Gauss-Legendre. Source: Page 1954.
    """
    at, weight = _gauss(0.0, h)
    points = np.append(0.0, at)
    kernel = np.empty((len(points), len(points)))
    kernel[:, 0] = ndtr(k - points - shift)
    kernel[:, 1:] = norm.pdf(at + k - points[:, None] - shift) * weight
    return float(_solve(kernel)[0])


def two_sided_cusum_arl(k: float, h: float, shift: float = 0.0) -> float:
    """Two one-sided CUSUMs side by side: the rates of their signals add up. Source: Lucas and Crosier 1982."""
    return 1 / (1 / cusum_arl(k, h, shift) + 1 / cusum_arl(k, h, -shift))


def ewma_arl(smoothing: float, width: float, shift: float = 0.0) -> float:
    """Two-sided EWMA from its centre, limits `width` times its asymptotic sd. Source: Lucas and Saccucci 1990."""
    limit = width * np.sqrt(smoothing / (2 - smoothing))
    at, weight = _gauss(-limit, limit)
    points = np.append(0.0, at)
    kernel = np.zeros((len(points), len(points)))
    reach = (at - (1 - smoothing) * points[:, None]) / smoothing
    kernel[:, 1:] = norm.pdf(reach - shift) * weight / smoothing
    return float(_solve(kernel)[0])


def shewhart_arl(width: float, shift: float = 0.0) -> float:
    """Chart that signals beyond `width` standard deviations on either side."""
    return float(1 / (ndtr(shift - width) + ndtr(-shift - width)))


def lattice_arl(steps: Ints, chances: Floats, limit: int) -> float:
    """CUSUM on whole numbers: S = max(0, S + step), signal at S >= limit, from 0; exact Markov chain.

    `steps`, `chances` (n,): what is added, in units of the lattice, and how likely. Source: Brook and Evans 1972.
    """
    states = np.arange(limit)
    after = np.maximum(states[:, None] + steps, 0)
    chain = np.zeros((limit, limit))
    for row in range(limit):
        stays = after[row] < limit
        np.add.at(chain[row], after[row][stays], chances[stays])
    return float(_solve(chain)[0])


def poisson_cusum_arl(mean: float, k: float, h: float, *, side: int = -1, per_unit: int = 4) -> float:
    """Poisson CUSUM in units of counts: S = max(0, S + side (x - k)), signal at S >= h; side -1 watches falls.

    `k` and `h` are multiples of 1/per_unit.
    """
    counts = np.arange(int(poisson.isf(TAIL, mean)) + 2)
    return _count_arl(counts, poisson.pmf(counts, mean), k, h, side, per_unit)


def negative_binomial_cusum_arl(
    mean: float, size: float, k: float, h: float, *, side: int = -1, per_unit: int = 4
) -> float:
    """The same for negative binomial counts of this size."""
    share = size / (size + mean)
    counts = np.arange(int(nbinom.isf(TAIL, size, share)) + 2)
    return _count_arl(counts, nbinom.pmf(counts, size, share), k, h, side, per_unit)


def bernoulli_cusum_arl(p: float, gamma: float, h: float, *, per_unit: int = 100) -> float:
    """Observations until a Bernoulli CUSUM signals a fall: + 1 - gamma on a miss, - gamma on a hit, at S >= h.

    `gamma` and `h` are multiples of 1/per_unit. Source: Reynolds and Stoumbos 1999.
    """
    steps = np.rint(np.array([per_unit * (1 - gamma), -per_unit * gamma])).astype(np.int64)
    return lattice_arl(steps, np.array([1 - p, p]), round(h * per_unit))


def _count_arl(counts: Ints, chances: Floats, k: float, h: float, side: int, per_unit: int) -> float:
    steps = side * (counts * per_unit - round(k * per_unit))
    return lattice_arl(steps.astype(np.int64), chances, round(h * per_unit))


def _gauss(low: float, high: float) -> tuple[Floats, Floats]:
    at, weight = np.polynomial.legendre.leggauss(NODES)
    half = (high - low) / 2
    return half * at + (low + high) / 2, half * weight


def _solve(kernel: Floats) -> Floats:
    return np.asarray(np.linalg.solve(np.eye(len(kernel)) - kernel, np.ones(len(kernel))))
