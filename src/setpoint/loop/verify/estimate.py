"""From outcomes of treated and held-out units to an effect: pure."""

from dataclasses import dataclass, replace

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.clusters import owner_week_effect
from setpoint.analysis.effect import Effect, itt

FEWEST = 2


@dataclass(frozen=True)
class Compared:
    """Outcomes of assigned units, one row per unit, all (n,); nan in `y` where nothing could be seen."""

    unit: Ints
    y: Floats
    weight: Floats
    held: Bools
    covariate: Floats

    def seen(self) -> "Compared":
        """Leave out the units of which nothing could be seen."""
        keep = np.isfinite(self.y)
        return Compared(self.unit[keep], self.y[keep], self.weight[keep], self.held[keep], self.covariate[keep])

    def rate(self, *, held: bool) -> float | None:
        """Mean outcome of an arm, by weight; None where it is empty."""
        arm = self.held == held
        total = float(self.weight[arm].sum())
        return float((self.y * self.weight)[arm].sum()) / total if total > 0 else None


def of_items(rows: Compared) -> Effect | None:
    """Intention to treat with the prediction as covariate; None where an arm is too small to compare."""
    rows = rows.seen()
    if min(int(rows.held.sum()), int((~rows.held).sum())) < FEWEST:
        return None
    effect = itt(rows.y, rows.held, rows.covariate)
    if np.isfinite(effect.se):
        return effect
    counted = bool(np.isin(rows.y, (0.0, 1.0)).all())
    return replace(effect, se=_cautious(rows), df=float(len(rows.y) - 2)) if counted else None


def of_owner_weeks(rows: Compared) -> Effect | None:
    """Within owners, errors clustered by owner; between owners while nobody has had both kinds of week.

    None where neither can be said.
    """
    rows = rows.seen()
    if len(rows.y) == 0:
        return None
    within = owner_week_effect(rows.y, rows.held, rows.unit, rows.weight)
    return within if np.isfinite(within.se) else of_items(rows)


def _cautious(rows: Compared) -> float:
    """Standard error where all units of each arm did the same: one success and one failure more in each arm.

    Source: Agresti and Caffo 2000.
    """
    arms = [rows.y[rows.held], rows.y[~rows.held]]
    shares = [((arm > 0).sum() + 1) / (len(arm) + 2) for arm in arms]
    return float(sum(p * (1 - p) / (len(arm) + 2) for p, arm in zip(shares, arms, strict=True)) ** 0.5)


def relative(effect: Effect, base: float | None) -> Effect | None:
    """The effect as a share of the held-out arm's metric; None where that is 0."""
    if not base:
        return None
    return Effect(effect.estimate / base, effect.se / abs(base), effect.treated, effect.held_out, effect.df)
