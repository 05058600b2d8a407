"""Means of paired cells with 95 % intervals, and how honest probabilities were."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from setpoint.analysis.arrays import Bools, Floats

DRAWS = 2000


@dataclass(frozen=True)
class Estimate:
    """A mean with its 95 % interval; nan where there are too few cells."""

    mean: float
    low: float
    high: float


def mean_of(values: Floats) -> Estimate:
    """Return the mean of cells (n,) with Student's interval."""
    if len(values) == 0:
        return Estimate(np.nan, np.nan, np.nan)
    mean = float(values.mean())
    if len(values) == 1:
        return Estimate(mean, np.nan, np.nan)
    reach = float(stdtrit(len(values) - 1, 0.975)) * float(values.std(ddof=1)) / len(values) ** 0.5
    return Estimate(mean, mean - reach, mean + reach)


def ratio_of(above: Floats, below: Floats, *, seed: int = 1) -> Estimate:
    """Return sum(above) / sum(below) over cells (n,) with a bootstrap interval."""
    if len(above) == 0 or below.sum() == 0:
        return Estimate(np.nan, np.nan, np.nan)
    rows = np.random.default_rng(seed).integers(len(above), size=(DRAWS, len(above)))
    sums = below[rows].sum(axis=1)
    drawn = above[rows].sum(axis=1) / np.where(sums == 0, np.nan, sums)
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Estimate(float(above.sum() / below.sum()), float(low), float(high))


def share_of(hits: Bools) -> Estimate:
    """Return a share of cells with Wilson's interval."""
    n = len(hits)
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan)
    p, z = float(hits.mean()), 1.959963984540054
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    return Estimate(p, middle - reach, middle + reach)


def brier(p: Floats, hit: Bools) -> float:
    """Mean squared error of probabilities (n,)."""
    return float(np.square(p - hit).mean()) if len(p) else np.nan


def calibration_error(p: Floats, hit: Bools, *, bins: int = 10) -> float:
    """Expected calibration error: mean distance of said and seen shares over bins of ten per cent."""
    if len(p) == 0:
        return np.nan
    place = np.minimum((p * bins).astype(np.int64), bins - 1)
    said = np.bincount(place, weights=p, minlength=bins)
    seen = np.bincount(place, weights=hit.astype(np.float64), minlength=bins)
    return float(np.abs(said - seen).sum() / len(p))


def excess_calibration_error(p: Floats, hit: Bools, *, seed: int = 1, draws: int = 400) -> float:
    """The calibration error beyond what a perfectly calibrated forecaster would show on the same forecasts."""
    if len(p) == 0:
        return np.nan
    luck = np.random.default_rng(seed).random((draws, len(p)))
    chance = float(np.mean([calibration_error(p, row < p) for row in luck]))
    return max(calibration_error(p, hit) - chance, 0.0)
