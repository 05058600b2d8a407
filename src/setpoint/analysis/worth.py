"""What an open item is worth to the period and after it, and what a touch today adds: one step ahead of habit."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.touches import IDLE, TouchModel

LONG = 90
"""Working days after which nothing of today matters any more."""


@dataclass(frozen=True)
class Worth:
    """Per unit of an item's value, by group, stage and idle working days 0..IDLE; all (groups, stages, IDLE + 1)."""

    value: Floats
    """Expected win, counted 1 inside the period and `after` beyond it."""
    gain: Floats
    """What a touch today adds to it against none today."""


def worth_of(model: TouchModel, odds: Floats, *, left: int, after: float) -> Worth:
    """Return worth and gain of items of each group on a day with `left` working days of the period to come.

    From tomorrow on people touch as they did lately; what a touch adds is thus a step of policy improvement.
    `odds` (groups,): odds factor of moving on. `after`: weight of a win beyond the period, 0..1.
    """
    advance = _with_odds(model.advance, odds)
    value = np.zeros_like(advance)
    ever = value
    for _ in range(LONG):
        ever = _back(model, advance, ever, 1.0)
    value = after * ever
    for _ in range(max(left - 1, 0)):
        value = _back(model, advance, value, 1.0)
    won = 1.0 if left > 0 else after
    return Worth(value, _touched(model, advance, value, won) - _left_alone(model, value))


def at(table: Floats, group: Ints, stage: Ints, idle: Ints) -> Floats:
    """Return the entries (n,) of items by group, stage and idle working days."""
    return np.asarray(table[group, stage, np.minimum(idle, IDLE)])


def _with_odds(chance: Floats, odds: Floats) -> Floats:
    scaled = chance[None] * odds[:, None, None]
    return np.asarray(np.minimum(scaled / (1 + chance[None] * (odds[:, None, None] - 1)), 0.95))


def _touched(model: TouchModel, advance: Floats, value: Floats, won: float) -> Floats:
    """Worth after a touch: moved on, kept with a fresh clock, or lost."""
    onward = np.concatenate([value[:, 1:, :1], np.full((len(value), 1, 1), won)], axis=1)
    stays = np.maximum(1 - advance - model.end[None], 0)
    return np.asarray(advance * onward + stays * value[:, :, :1])


def _left_alone(model: TouchModel, value: Floats) -> Floats:
    """Worth after a day without a touch: older by a day, or faded."""
    older = np.concatenate([value[:, :, 1:], value[:, :, -1:]], axis=2)
    return np.asarray((1 - model.fade[None]) * older)


def _back(model: TouchModel, advance: Floats, value: Floats, won: float) -> Floats:
    touched = _touched(model, advance, value, won)
    alone = _left_alone(model, value)
    return np.asarray(model.cadence[None] * touched + (1 - model.cadence[None]) * alone)
