"""The measured effect of a correction: intention to treat, with the prediction as covariate."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from setpoint.analysis.arrays import Bools, Floats, Ints

FEWEST_IN_ARM = 2


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
        reach = float(stdtrit(self.df, 0.5 + coverage / 2)) * self.se
        return self.estimate - reach, self.estimate + reach


def itt(outcome: Floats, held_out: Bools, covariate: Floats | None = None) -> Effect:
    """Difference of means of all assigned (n,), executed or not, with CUPED.

    The standard error is the greater of Welch's and the pooled one, so that a small arm in which
    everybody fared alike does not look certain; where no arm varied in itself it is inf. `covariate` (n,):
    known before the assignment (the model's p_i, last period's value); Y' = Y - theta (X - mean X),
    theta = cov/var within arms. Source: Deng et al. 2013; loop mathematics 5.1.
    """
    adjusted = outcome if covariate is None else _cuped(outcome, held_out, covariate)
    arms = adjusted[~held_out], adjusted[held_out]
    sizes = np.array([len(arm) for arm in arms])
    gap = float(arms[0].mean() - arms[1].mean()) if sizes.min() > 0 else 0.0
    se, df = _standard_error(arms, sizes) if sizes.min() >= FEWEST_IN_ARM else (float("inf"), 1.0)
    return Effect(gap, se, int(sizes[0]), int(sizes[1]), df)


def _standard_error(arms: tuple[Floats, Floats], sizes: Ints) -> tuple[float, float]:
    """Standard error and its degrees of freedom (Welch's, as the fewer of the two)."""
    parts = np.array([arm.var(ddof=1) for arm in arms]) / sizes
    welch = float(parts.sum())
    if welch <= np.finfo(np.float64).eps * float(np.square(arms[0]).mean() + np.square(arms[1]).mean()):
        return float("inf"), 1.0
    pooled = float((parts * sizes) @ (sizes - 1) / (sizes.sum() - 2) * (1 / sizes).sum())
    df = welch**2 / float((parts**2 / (sizes - 1)).sum())
    return float(np.sqrt(max(welch, pooled))), df


def _cuped(outcome: Floats, held_out: Bools, covariate: Floats) -> Floats:
    within_x, within_y = covariate.astype(np.float64), outcome.astype(np.float64)
    for arm in (held_out, ~held_out):
        if arm.any():
            within_x = np.where(arm, within_x - within_x[arm].mean(), within_x)
            within_y = np.where(arm, within_y - within_y[arm].mean(), within_y)
    spread = float(within_x @ within_x)
    theta = float(within_x @ within_y) / spread if spread > 0 else 0.0
    return np.asarray(outcome - theta * (covariate - covariate.mean()))
