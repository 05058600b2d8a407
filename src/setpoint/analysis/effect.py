"""The measured effect of a correction: intention to treat, with the prediction as covariate."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from setpoint.analysis.arrays import Bools, Floats


@dataclass(frozen=True)
class Effect:
    """Difference of treated to held-out, in units of the outcome."""

    estimate: float
    se: float
    """Standard error; inf where an arm is too small to know one."""
    treated: int
    held_out: int
    df: float
    """Degrees of freedom of the standard error."""

    def interval(self, coverage: float = 0.80) -> tuple[float, float]:
        """Interval of Student's t that covers the true effect with this probability."""
        reach = float(student.ppf(0.5 + coverage / 2, self.df)) * self.se
        return self.estimate - reach, self.estimate + reach


def itt(outcome: Floats, held_out: Bools, covariate: Floats | None = None) -> Effect:
    """Difference of means of all assigned (n,), executed or not, with CUPED and Welch's standard error.

    `covariate` (n,): known before the assignment (the model's p_i, last period's value);
    Y' = Y - theta (X - mean X), theta = cov/var within arms. Source: Deng et al. 2013; loop 5.1.
    """
    adjusted = outcome if covariate is None else _cuped(outcome, held_out, covariate)
    treated, control = adjusted[~held_out], adjusted[held_out]
    if min(len(treated), len(control)) < 2:  # noqa: PLR2004 - a variance needs two
        gap = float(treated.mean() - control.mean()) if len(treated) and len(control) else 0.0
        return Effect(gap, float("inf"), len(treated), len(control), 1.0)
    parts = np.array([treated.var(ddof=1) / len(treated), control.var(ddof=1) / len(control)])
    variance = float(parts.sum())
    sizes = np.array([len(treated) - 1, len(control) - 1])
    df = variance**2 / float((parts**2 / sizes).sum()) if variance > 0 else float(sizes.sum())
    gap = float(treated.mean() - control.mean())
    return Effect(gap, float(np.sqrt(variance)), len(treated), len(control), df)


def _cuped(outcome: Floats, held_out: Bools, covariate: Floats) -> Floats:
    within_x, within_y = covariate.astype(np.float64), outcome.astype(np.float64)
    for arm in (held_out, ~held_out):
        if arm.any():
            within_x = np.where(arm, within_x - within_x[arm].mean(), within_x)
            within_y = np.where(arm, within_y - within_y[arm].mean(), within_y)
    spread = float(within_x @ within_x)
    theta = float(within_x @ within_y) / spread if spread > 0 else 0.0
    return np.asarray(outcome - theta * (covariate - covariate.mean()))
