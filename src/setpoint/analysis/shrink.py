"""Empirical Bayes: how much of the difference between peers is real, and each peer's shrunk value."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.dispersion import dispersion

LARGEST = 1e6
SMALL = 1e-9
SMALLEST_R, LARGEST_R = 2.0, 1000.0


@dataclass(frozen=True)
class ShrunkRates:
    """Rates of n peers, each Beta(mean*kappa, (1-mean)*kappa) before its own data."""

    mean: float
    kappa: float
    """Prior weight in trials; LARGEST means that the peers do not differ (full pooling)."""
    rate: Floats
    """(n,) posterior means."""
    sd: Floats
    """(n,) posterior standard deviations."""
    p_equal: float
    """p-value of the chi-squared test that all true rates are equal: above .05, do not rank."""


@dataclass(frozen=True)
class ShrunkCounts:
    """Mean counts per time step of n peers, each Gamma(shape, rate) after its own data."""

    r: float
    """Negative binomial size of one step's count, pooled over peers; LARGEST_R is nearly Poisson."""
    shape: Floats
    rate: Floats

    @property
    def mean(self) -> Floats:
        """(n,) posterior mean counts per step."""
        return self.shape / self.rate

    @property
    def predictive_variance(self) -> Floats:
        """(n,) variance of the next step's count, uncertainty of the mean included."""
        between = self.shape / self.rate**2
        return self.mean + self.mean**2 / self.r + between * (1 + 1 / self.r)


def shrink_rates(hits: Ints, trials: Ints) -> ShrunkRates:
    """Shrink hits/trials (n,) of peers by moments; kappa = m(1-m)/tau^2 - 1. Loop mathematics 3.5."""
    seen = trials > 0
    n = trials[seen].astype(np.float64)
    total = float(n.sum())
    if total == 0:
        flat = np.full(len(trials), 0.5)
        return ShrunkRates(0.5, 2.0, flat, np.full(len(trials), np.sqrt(1 / 12)), 1.0)
    mean = float(hits.sum() / total)
    noise = mean * (1 - mean)
    squares = float((n * (hits[seen] / n - mean) ** 2).sum())
    peers = len(n)
    effective = total - float((n**2).sum()) / total
    excess = (squares - (peers - 1) * noise) / effective if effective > 0 else 0.0
    kappa = min(LARGEST, max(noise / excess - 1, 0.5)) if excess > 0 else LARGEST
    a, b = mean * kappa + hits, (1 - mean) * kappa + trials - hits
    sd = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    p_equal = float(chi2.sf(squares / noise, peers - 1)) if noise > 0 and peers > 1 else 1.0
    return ShrunkRates(mean, float(kappa), a / (a + b), sd, p_equal)


def shrink_counts(counts: Ints) -> ShrunkCounts:
    """Shrink the mean counts of peers from history (n peers, h steps), h >= 2. Loop mathematics 3.5."""
    steps = counts.shape[1]
    own_mean = counts.mean(axis=1)
    own_variance = counts.var(axis=1, ddof=1)
    mean, noise = float(own_mean.mean()), float(own_variance.mean())
    if mean <= 0:
        zeros = np.zeros(len(counts))
        return ShrunkCounts(LARGEST_R, zeros + 0.5, zeros + steps + 1.0)
    square = float((own_mean**2 - noise / steps).mean())
    r = square / (noise - mean) if noise > mean and square > 0 else LARGEST_R
    r = float(np.clip(r, SMALLEST_R, LARGEST_R))
    between = float(own_mean.var(ddof=1)) - noise / steps if len(counts) > 1 else 0.0
    prior = min(LARGEST, mean**2 / between) if between > 0 else LARGEST
    exposure = steps / (1 + mean / r)
    return ShrunkCounts(r, prior + exposure * own_mean, np.full(len(counts), prior / mean + exposure))


@dataclass(frozen=True)
class ShrunkIntensities:
    """Events per unit of exposure of n peers, each Gamma(shape, rate) after its own data."""

    size: float
    """Negative binomial size of one step's count, pooled over peers."""
    shape: Floats
    """(n,) events that the value rests on, over-dispersion taken off."""
    rate: Floats

    @property
    def mean(self) -> Floats:
        """(n,) posterior mean events per unit of exposure."""
        return self.shape / self.rate


def shrink_intensities(events: Floats, exposure: Floats) -> ShrunkIntensities:
    """Shrink events against exposure, both (n peers, steps); steps without exposure count for nothing.

    As `shrink_counts`, for steps that are not alike; a peer alone is not shrunk, and rests on its own events only.
    """
    done, seen = events.sum(axis=1), exposure.sum(axis=1)
    known = seen > 0
    own = np.divide(done, seen, out=np.zeros(len(done)), where=known)
    size = dispersion(events, own[:, None] * exposure, fitted=int(known.sum())).size
    mean = float(done.sum()) / max(float(seen.sum()), SMALL)
    if mean <= 0:
        return ShrunkIntensities(size, np.full(len(done), 0.5), seen + 1.0)
    # variance of the own mean: Poisson and over-dispersion of the steps
    squares = np.divide((exposure**2).sum(axis=1), seen**2, out=np.zeros(len(done)), where=known)
    noise = np.divide(mean, seen, out=np.zeros(len(done)), where=known) + mean**2 * squares / size
    peers = int(known.sum())
    between = float(own[known].var(ddof=1) - noise[known].mean()) if peers > 1 else float("inf")
    prior = min(LARGEST, mean**2 / between) if between > 0 else LARGEST
    step = np.divide((exposure**2).sum(axis=1), seen, out=np.zeros(len(done)), where=known)
    effective = seen / (1 + mean * step / size)
    return ShrunkIntensities(size, prior + effective * own + SMALL, prior / mean + effective + SMALL)


def log_odds_tilts(observed: Floats, expected: Floats, *, prior: float = 80.0) -> Floats:
    """EB log tilts (n,) of groups with observed against expected events (n,), shrunk by `prior` events."""
    return np.asarray(np.log((observed + prior) / (expected + prior)))
