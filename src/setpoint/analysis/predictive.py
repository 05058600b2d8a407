"""Forecasts of what no pipeline feeds: counts, rates and durations, from what is done and what is left."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.stats import betabinom, gamma, nbinom


class _Distribution(Protocol):
    def sf(self, x: float) -> float: ...
    def ppf(self, q: float) -> float: ...
    def mean(self) -> float: ...


@dataclass(frozen=True)
class CountForecast:
    """Final count of a period: done plus a negative binomial rest."""

    done: int
    rest: _Distribution | None
    """None when nothing is left of the period."""

    @property
    def mean(self) -> float:
        """Expected final count."""
        return self.done + (float(self.rest.mean()) if self.rest else 0.0)

    def quantile(self, q: float) -> float:
        """Quantile of the final count."""
        return self.done + (float(self.rest.ppf(q)) if self.rest else 0.0)

    def p_at_least(self, target: int) -> float:
        """P(final count >= target)."""
        if target <= self.done:
            return 1.0
        return float(self.rest.sf(target - self.done - 1)) if self.rest else 0.0


def forecast_count(
    done: int,
    *,
    exposure_done: float,
    exposure_left: float,
    prior_shape: float,
    prior_rate: float,
    r_left: float | None = None,
) -> CountForecast:
    """Gamma-Poisson count; exposure is calendar weight, the prior Gamma(shape, rate) comes from peers.

    `r_left`: negative binomial size of the whole rest (sub-periods left times size of one) where counts
    are over-dispersed; sizes combine by moment match. Source: loop mathematics 3.3.
    """
    if exposure_left <= 0:
        return CountForecast(done, None)
    size = prior_shape + done
    odds = (prior_rate + exposure_done) / exposure_left
    mean = size / odds
    if r_left is not None:
        size = size * r_left / (size + r_left)
    return CountForecast(done, nbinom(size, size / (size + mean)))


@dataclass(frozen=True)
class RateForecast:
    """Final rate of a period: decided units so far plus a beta-binomial rest."""

    hits: int
    trials: int
    left: int
    a: float
    b: float

    @property
    def mean(self) -> float:
        """Expected final rate."""
        return (self.hits + self.left * self.a / (self.a + self.b)) / max(self.trials + self.left, 1)

    def quantile(self, q: float) -> float:
        """Quantile of the final rate."""
        more = float(betabinom.ppf(q, self.left, self.a, self.b)) if self.left else 0.0
        return (self.hits + more) / max(self.trials + self.left, 1)

    def p_at_least(self, target: float) -> float:
        """P(final rate >= target)."""
        needed = int(np.ceil(target * (self.trials + self.left) - 1e-9)) - self.hits
        if needed <= 0:
            return 1.0
        return float(betabinom.sf(needed - 1, self.left, self.a, self.b)) if self.left else 0.0


def forecast_rate(hits: int, trials: int, left: int, *, prior_a: float, prior_b: float) -> RateForecast:
    """Beta-binomial rate: `left` units are still to be decided, prior Beta(a, b). Loop mathematics 3.3."""
    return RateForecast(hits, trials, left, prior_a + hits, prior_b + trials - hits)


def duration_p_at_most(events: int, expected: float, *, needed_ratio: float, prior_events: float = 5.0) -> float:
    """P(the speed of exits is enough) for a planned duration.

    `events` exits were seen where the norm's hazard would give `expected`; the hazard ratio has posterior
    Gamma(prior + events, prior + expected), and the plan holds when it is at least `needed_ratio`
    (norm duration / planned duration). Open items count in `expected`, so nothing is survivor-biased.
    Source: loop mathematics 3.3.
    """
    return float(gamma.sf(needed_ratio, prior_events + events, scale=1 / (prior_events + expected)))
