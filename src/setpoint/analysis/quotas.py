"""Quotas of equal difficulty: every node gets a target that it reaches with the same probability."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from setpoint.analysis.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Quotas:
    """Targets of n nodes, with what bound them."""

    targets: Ints
    """(n,) minor units, exactly summing to the total."""
    capped: Bools
    """(n,) True where the change against the previous target was limited."""
    cap: float
    """The cap that was used: wider than asked where the total could not be held otherwise."""


def equal_difficulty(
    mean: Floats, sd: Floats, total: int, *, previous: Ints | None = None, cap: float = 0.30
) -> Quotas:
    """Give n nodes targets T_n = mean_n + z sd_n with one z for all, summing to `total`.

    `mean`, `sd` (n,): forecasts of the nodes in minor units. No target is negative. Where `previous`
    (n,) is positive the target changes by at most `cap`, and what capped nodes cannot take goes to the
    others at a new common z. The order of nodes does not matter. Source: loop mathematics 2.4.
    """
    if len(mean) == 0 or total < 0:
        message = "quotas need at least one node and a total that is not negative"
        raise ValueError(message)
    before = np.zeros(len(mean), dtype=np.int64) if previous is None else previous
    order = np.lexsort((before, sd, mean))
    mean, sd, before = mean[order], sd[order], before[order]
    used_cap = _feasible_cap(before, total, cap)
    low, high = _bounds(before, used_cap, total)
    real = _at_common_z(mean, _spread(mean, sd), low, high, total)
    targets = _whole_units(real, low, high, total)
    back = np.argsort(order)
    capped = (before > 0) & ((real <= low) | (real >= high))
    return Quotas(targets=targets[back], capped=capped[back], cap=used_cap)


def hit_probabilities(mean: Floats, sd: Floats, targets: Ints) -> Floats:
    """P(Y_n >= T_n) (n,) under normal forecasts, to show what a redistribution does."""
    return np.asarray(ndtr((mean - targets) / np.maximum(sd, 1e-9)))


def evenness(p_hit: Floats) -> float:
    """Standard deviation of the P(hit) of the nodes: 0 when the plan is equally hard for all."""
    return float(np.std(p_hit))


def _spread(mean: Floats, sd: Floats) -> Floats:
    """Weights that every node moves by: its sd, with a floor so that a certain node can still give way."""
    scale = max(float(sd.max()), 1e-6 * float(np.abs(mean).max()), 1e-6)
    return np.maximum(sd, 1e-6 * scale)


def _feasible_cap(previous: Ints, total: int, cap: float) -> float:
    """The asked cap, or the smallest one under which the bounds can hold the total."""
    known = int(previous.sum())
    if known == 0:
        return cap
    room = abs(total / known - 1.0)
    blocked_up = bool((previous > 0).all()) and total > known
    blocked_down = total < known
    return max(cap, room) if blocked_up or blocked_down else cap


def _bounds(previous: Ints, cap: float, total: int) -> tuple[Floats, Floats]:
    known = previous > 0
    low = np.where(known, np.ceil(previous * (1 - cap) - 1e-6), 0.0).clip(min=0.0)
    high = np.where(known, np.floor(previous * (1 + cap) + 1e-6), float(total))
    if low.sum() > total:
        low = np.floor(low * (total / low.sum()))
    if high.sum() < total:
        high = np.ceil(high * (total / high.sum()))
    return low, high


def _at_common_z(mean: Floats, spread: Floats, low: Floats, high: Floats, total: int) -> Floats:
    def at(z: float) -> Floats:
        return np.clip(mean + z * spread, low, high)

    reach = float(((np.abs(mean) + total + 1) / spread).max())
    if at(-reach).sum() >= total:
        return at(-reach)
    if at(reach).sum() <= total:
        return at(reach)
    z = brentq(lambda z: float(at(z).sum()) - total, -reach, reach, xtol=1e-12, maxiter=500)
    return at(float(z))


def _whole_units(real: Floats, low: Floats, high: Floats, total: int) -> Ints:
    """Round to integers that sum to the total (largest remainder), inside integer bounds."""
    whole = np.floor(real + 1e-9).clip(low, high).astype(np.int64)
    while (left := total - int(whole.sum())) != 0:
        step = 1 if left > 0 else -1
        free = whole < high if step > 0 else whole > low
        if not free.any():
            free = np.ones(len(whole), dtype=bool)
        first = np.argsort(-step * (real - whole), kind="stable")
        chosen = first[free[first]][: abs(left)]
        whole[chosen] += step
    return whole
