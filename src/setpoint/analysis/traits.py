"""Log-odds tilts of owners, products and other groups: observed against expected wins, shrunk."""

import numpy as np
from scipy.special import expit, logit

from setpoint.analysis.arrays import Floats, Ints, sum_by
from setpoint.analysis.exposure import Trials
from setpoint.analysis.markov import Hazards
from setpoint.analysis.shrink import log_odds_tilts
from setpoint.analysis.spells import WON

PRIOR_EVENTS = 80.0


def expected_wins(trials: Trials, hazards: Hazards) -> Floats:
    """Expected weighted wins (spells,) of each spell under the hazards."""
    return np.asarray((trials.spell_exposure * hazards.win[trials.stage]).sum(axis=(1, 2)))


def trait_tilts(trials: Trials, hazards: Hazards, traits: Ints) -> list[Floats]:
    """Tilts (groups,) per trait from the group of every spell, `traits` (traits, spells), -1 unknown.

    Traits are fitted one after another, each on what the earlier ones left unexplained.
    """
    expected = expected_wins(trials, hazards)
    won = trials.weight * (trials.outcome == WON)
    tilts = []
    for group in traits:
        known = group >= 0
        size = int(group.max(initial=-1)) + 1
        seen = sum_by(group[known], won[known], size)
        due = sum_by(group[known], expected[known], size)
        tilt = log_odds_tilts(seen, due, prior=PRIOR_EVENTS)
        expected = expected * np.exp(_of_group(tilt, group))
        tilts.append(tilt)
    return tilts


def tilted(p: Floats, tilts: list[Floats], traits: Ints) -> Floats:
    """Probabilities (n,) moved on the log-odds scale by the tilts of the items' groups (traits, n)."""
    shift = np.zeros(len(p))
    for tilt, group in zip(tilts, traits, strict=True):
        shift += _of_group(tilt, group)
    return np.where((p > 0) & (p < 1), expit(logit(np.clip(p, 1e-12, 1 - 1e-12)) + shift), p)


def _of_group(tilt: Floats, group: Ints) -> Floats:
    known = (group >= 0) & (group < len(tilt))
    return np.where(known, np.append(tilt, 0.0)[np.where(known, group, len(tilt))], 0.0)
