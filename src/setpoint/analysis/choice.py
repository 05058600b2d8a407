"""Which corrections to take together: least cost and shortfall over drawn outcomes, within limits.

Source: loop mathematics 4.3. Greedy by marginal value reaches the optimum where corrections do not interact; an
exchange of one for another mends what limits spoil. No chance constraint is solved for: P(hit) is told of the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Bools, Floats

TAIL = 0.7
"""CVaR level: the mean of the worst three tenths."""
FEWEST_GOOD = 0.6
"""P(net > 0) below which a candidate is left out beforehand."""


@dataclass(frozen=True)
class Candidates:
    """c candidates seen over d draws."""

    cost: Floats
    """(c,)"""
    effect: Floats
    """(c, d) on the period's result."""
    uses: Floats
    """(c, r) of r limited things: changes of a person's week, budget, hours."""
    conflicts: Bools
    """(c, c) symmetric: never both."""


@dataclass(frozen=True)
class Chosen:
    """The set that was taken, and what it does."""

    taken: Bools
    """(c,)"""
    gain: float
    """Of the objective against taking nothing."""
    p_hit: float
    """With the set taken."""


def choose(
    candidates: Candidates,
    base: Floats,
    target: float,
    limits: Floats,
    *,
    margin: float = 1.0,
    phi: float = 0.3,
) -> Chosen:
    """Return the set that lowers cost - margin x effect + phi x CVaR of the shortfall most, within `limits` (r,).

    `base` (d,): draws of the result without any of them. ValueError for numbers that are none.
    """
    for name in ("cost", "effect", "uses"):
        if not np.isfinite(getattr(candidates, name)).all():
            message = f"{name} of the candidates holds a number that is none"
            raise ValueError(message)
    count = len(candidates.cost)
    net = margin * candidates.effect - candidates.cost[:, None]
    allowed = (net > 0).mean(axis=1) >= FEWEST_GOOD if count else np.zeros(0, dtype=bool)
    taken = np.zeros(count, dtype=bool)

    def worth(these: Bools) -> float:
        effect = candidates.effect[these].sum(axis=0)
        short = np.maximum(target - base - effect, 0)
        return float(margin * effect.mean() - candidates.cost[these].sum() - phi * _tail(short))

    def fits(these: Bools) -> bool:
        within = (candidates.uses[these].sum(axis=0) <= limits + 1e-9).all()
        return bool(within and not candidates.conflicts[np.ix_(these, these)].any())

    value = nothing = worth(taken)
    while True:
        better = _best_step(taken, allowed, value, worth, fits)
        if better is None:
            break
        taken, value = better
    result = base + candidates.effect[taken].sum(axis=0)
    return Chosen(taken, value - nothing, float((result >= target).mean()))


def _best_step(
    taken: Bools, allowed: Bools, value: float, worth: Callable[[Bools], float], fits: Callable[[Bools], bool]
) -> tuple[Bools, float] | None:
    """The best of adding one and of exchanging one for another; None where nothing is better."""
    best = None
    out = np.flatnonzero(allowed & ~taken)
    for place in out.tolist():
        for leaving in [None, *np.flatnonzero(taken).tolist()]:
            tried = taken.copy()
            tried[place] = True
            if leaving is not None:
                tried[leaving] = False
            if fits(tried) and (new := worth(tried)) > value + 1e-9:
                best, value = (tried, new), new
    return best


def _tail(short: Floats) -> float:
    worst = np.sort(short)[int(np.floor(TAIL * len(short))) :]
    return float(worst.mean()) if len(worst) else 0.0
