"""Ratios of young cohorts against the maturity that cohorts of their age have: never "bad" because not ripe yet."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints

DRAWS = 1000


@dataclass(frozen=True)
class Ripeness:
    """G(a) (ages,): share of a cohort's final margin that is in by age a (periods)."""

    share: Floats

    def of(self, age: Ints) -> Floats:
        """Share (n,) by the ages (n,); what is older than known counts as ripe."""
        return self.share[np.clip(age, 0, len(self.share) - 1)]


def learn_ripeness(margin: Floats, age_now: Ints) -> Ripeness:
    """Learn from margins (cohorts, ages) added at each age; `age_now` (cohorts,): the last age seen.

    Chain ladder: growth from age to age over the cohorts that have seen both. Source: Mack 1993.
    """
    ages = margin.shape[1]
    cumulative = np.cumsum(margin, axis=1)
    growth = np.ones(ages)
    for age in range(1, ages):
        seen = age_now >= age
        before = float(cumulative[seen, age - 1].sum())
        growth[age] = float(cumulative[seen, age].sum()) / before if before > 0 else 1.0
    later = np.cumprod(growth[::-1])[::-1]
    final = np.append(later[1:], 1.0)
    return Ripeness(1 / np.maximum(final, 1e-12))


@dataclass(frozen=True)
class RatioView:
    """A ratio of cohorts, fair to their age."""

    ratio: float
    """Return on spend so far, (margin - spend) / spend; nan where nothing was spent."""
    due: float
    """What the plan asks of cohorts so old."""
    low: float
    high: float
    """80 % of a bootstrap over cohorts."""

    @property
    def deviation(self) -> float:
        """Ratio less what is due."""
        return self.ratio - self.due


def return_on_spend(margin: Floats, spend: Floats, age: Ints, plan: float, ripe: Ripeness, *, seed: int) -> RatioView:
    """ROMI of cohorts (n,) with their plan at their ages: due = plan * G(age), by spend. Loop mathematics 2.1.

    The plan speaks of the ripe ratio; margin due of a cohort is (1 + plan) G(age) of its spend.
    """
    total = float(spend.sum())
    if total <= 0:
        return RatioView(*[float("nan")] * 4)
    due = float(((1 + plan) * ripe.of(age) * spend).sum()) / total - 1
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(spend), np.full(len(spend), 1 / len(spend)), DRAWS)
    spent = drawn @ spend
    ratios = (drawn @ margin)[spent > 0] / spent[spent > 0] - 1
    low, high = np.quantile(ratios, (0.1, 0.9))
    return RatioView(float(margin.sum()) / total - 1, due, float(low), float(high))


def fieller(over: tuple[float, float], under: tuple[float, float], z: float = 1.2816) -> tuple[float, float] | None:
    """Interval of a ratio of two independent means (mean, se each); None where the denominator may be 0."""
    (a, sa), (b, sb) = over, under
    g = (z * sb / b) ** 2 if b else float("inf")
    if g >= 1:
        return None
    middle = a / b / (1 - g)
    half = z / (b * (1 - g)) * np.sqrt(sa**2 * (1 - g) + (a / b) ** 2 * sb**2)
    low, high = sorted((middle - half, middle + half))
    return float(low), float(high)
