"""Over-dispersion of counts: the size of the negative binomial, and the warning that Poisson limits would lie."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from setpoint.analysis.arrays import Floats

SMALLEST, LARGEST = 2.0, 1000.0
LEVEL = 0.01


@dataclass(frozen=True)
class Dispersion:
    """Of counts around their expected values."""

    ratio: float
    """Variance over mean; 1 is Poisson."""
    size: float
    """Negative binomial size by moments, 2..1000; 1000 is nearly Poisson."""
    p_poisson: float
    """p-value of the dispersion test against Poisson."""

    @property
    def is_over(self) -> bool:
        """Whether limits of a Poisson chart would break the budget of false alarms."""
        return self.p_poisson < LEVEL


def dispersion(counts: Floats, expected: Floats, *, fitted: int = 1) -> Dispersion:
    """Dispersion of counts around expected values (any shape), of which `fitted` parameters were estimated.

    Pearson's statistic against chi-squared; size by moments pooled over everything given. Loop mathematics 3.4.
    """
    seen = expected > 0
    x, mu = counts[seen].astype(np.float64), expected[seen].astype(np.float64)
    freedom = len(x) - fitted
    if freedom < 1:
        return Dispersion(1.0, LARGEST, 1.0)
    pearson = float(((x - mu) ** 2 / mu).sum())
    excess = float(((x - mu) ** 2).sum()) * len(x) / freedom - float(mu.sum())
    size = float((mu**2).sum()) / excess if excess > 0 else LARGEST
    return Dispersion(pearson / freedom, float(np.clip(size, SMALLEST, LARGEST)), float(chi2.sf(pearson, freedom)))
