"""Shewhart and EWMA charts, and their limits from samples."""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import dblquad, quad
from scipy.special import gammaln, ndtr

from setpoint.analysis.arrays import Floats, Ints

FAR = 9.0


@dataclass(frozen=True)
class Limits:
    """Centre line and control limits; arrays where they differ by sample."""

    centre: float
    lower: Floats
    upper: Floats


def d2(size: int) -> float:
    """Mean range of `size` standard normal values. Source: Tippett 1925."""
    return float(quad(lambda x: 1 - ndtr(x) ** size - (1 - ndtr(x)) ** size, -np.inf, np.inf)[0])


def d3(size: int) -> float:
    """Standard deviation of the range of `size` standard normal values."""

    def above(x: float, y: float) -> float:
        return float(1 - ndtr(y) ** size - (1 - ndtr(x)) ** size + (ndtr(y) - ndtr(x)) ** size)

    square = 2 * dblquad(above, -FAR, FAR, -FAR, lambda y: y, epsabs=1e-9)[0]
    return float(np.sqrt(square - d2(size) ** 2))


def c4(size: int) -> float:
    """Mean standard deviation of `size` standard normal values."""
    return float(np.sqrt(2 / (size - 1)) * np.exp(gammaln(size / 2) - gammaln((size - 1) / 2)))


def mean_limits(samples: Floats, width: float = 3.0) -> Limits:
    """Limits of an X-bar chart from samples (n, size); sd from the mean range, as qcc does. Source: Montgomery."""
    size = samples.shape[1]
    centre = float(samples.mean())
    half = width * mean_range_sd(samples) / np.sqrt(size)
    return Limits(centre, np.array(centre - half), np.array(centre + half))


def range_limits(samples: Floats, width: float = 3.0) -> Limits:
    """Limits of a range chart from samples (n, size); the lower one is not negative."""
    centre = float(np.ptp(samples, axis=1).mean())
    half = width * centre * d3(samples.shape[1]) / d2(samples.shape[1])
    return Limits(centre, np.array(max(0.0, centre - half)), np.array(centre + half))


def mean_range_sd(samples: Floats) -> float:
    """Standard deviation of one value from the mean range of samples (n, size)."""
    return float(np.ptp(samples, axis=1).mean()) / d2(samples.shape[1])


def share_limits(counts: Ints, sizes: Ints, width: float = 3.0) -> Limits:
    """Limits (n,) of a p chart from `counts` among `sizes` (n,); held within 0..1."""
    centre = float(counts.sum() / sizes.sum())
    half = width * np.sqrt(centre * (1 - centre) / sizes)
    return Limits(centre, np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0))


def ewma(values: Floats, smoothing: float, start: float) -> Floats:
    """Exponentially weighted moving averages (n,) of values (n,)."""
    found = np.empty(len(values))
    level = start
    for step, value in enumerate(values.tolist()):
        level = (1 - smoothing) * level + smoothing * value
        found[step] = level
    return found


def ewma_limits(steps: int, smoothing: float, centre: float, sd: float, width: float = 3.0) -> Limits:
    """Limits (steps,) of an EWMA chart, narrower at the start. Source: Montgomery."""
    step = np.arange(1, steps + 1)
    half = width * sd * np.sqrt(smoothing / (2 - smoothing) * (1 - (1 - smoothing) ** (2 * step)))
    return Limits(centre, centre - half, centre + half)
