"""What a lever is believed to do: normal prior, normal evidence, and when to stop, hold out, or do more."""

from dataclasses import dataclass

from scipy.special import ndtr, ndtri

from setpoint.analysis.design import Design
from setpoint.analysis.effect import Effect

FIRST_DOSE = 10
FORGETTING = 1.10
STOP_AT = 0.80
FEWEST_PER_ARM = 10
DOUBTFUL = 0.20
HOLD_OUT, HOLD_OUT_IN_DOUBT = 0.20, 0.30


@dataclass(frozen=True)
class Belief:
    """Posterior of a lever's effect, in units of its proximal measure."""

    mean: float
    sd: float

    @property
    def p_harm(self) -> float:
        """P(effect < 0)."""
        return float(ndtr(-self.mean / self.sd))

    def interval(self, coverage: float = 0.80) -> tuple[float, float]:
        """Central interval of the belief."""
        reach = float(ndtri(0.5 + coverage / 2)) * self.sd
        return self.mean - reach, self.mean + reach


def learn_effect(belief: Belief, effect: Effect, design: Design) -> Belief:
    """Normal-normal update by effect ~ N(theta, se^2 + bias_sd^2); grade E teaches nothing. Loop 5.2."""
    noise = effect.se**2 + design.bias_sd**2
    if noise == float("inf"):
        return belief
    before = belief.sd**2
    trust = before / (before + noise)
    return Belief(belief.mean + trust * (effect.estimate - belief.mean), (before * (1 - trust)) ** 0.5)


def forget(belief: Belief, quarters: float, prior: Belief) -> Belief:
    """Widen by 10 % per quarter, never beyond the prior's sd."""
    return Belief(belief.mean, min(prior.sd, belief.sd * FORGETTING**quarters))


def must_stop(belief: Belief, *, treated: int, held_out: int) -> bool:
    """True when harm is likelier than .8 and at least 10 units per arm say so."""
    return belief.p_harm > STOP_AT and min(treated, held_out) >= FEWEST_PER_ARM


def hold_out_share(belief: Belief) -> float:
    """Share of candidates to hold out: 30 % while harm is likelier than .2, else 20 %."""
    return HOLD_OUT_IN_DOUBT if belief.p_harm > DOUBTFUL else HOLD_OUT


def next_dose(estimates: list[float], *, first: int = FIRST_DOSE) -> int:
    """Candidates of the next application from the measured effects so far, oldest first.

    Starts at `first`, doubles after every verification that is not negative, starts again after one that is.
    """
    dose = first
    for estimate in estimates:
        dose = dose * 2 if estimate >= 0 else first
    return dose
