"""Who works here on a day, and how much of his pace he has reached."""

from datetime import date

import numpy as np

from setpoint.simulation import shocks
from setpoint.simulation.draws import Bools, Floats
from setpoint.simulation.parameters import WorldParameters

NEW = 0.3
"""Pace on the first day, of the full one."""


def employed(parameters: WorldParameters, day: date) -> Bools:
    """Return [owner], true for those who have begun and not left."""
    here = np.ones(parameters.owners, dtype=np.bool_)
    for shock in parameters.shocks:
        if isinstance(shock, shocks.Leaving) and day >= shock.first:
            here[shock.owner] = False
        if isinstance(shock, shocks.Joining) and day < shock.first:
            here[shock.owner] = False
    return here


def pace(parameters: WorldParameters, day: date) -> Floats:
    """Return [owner], the share of the full pace that a seller has reached on `day`."""
    reached = employed(parameters, day).astype(np.float64)
    for shock in parameters.shocks:
        if isinstance(shock, shocks.Joining) and day >= shock.first:
            grown = min((day - shock.first).days / max(parameters.ramp_days, 1), 1.0)
            reached[shock.owner] *= NEW + (1 - NEW) * grown
    return reached


def leaving(parameters: WorldParameters, day: date) -> list[int]:
    """Return the sellers whose last day was yesterday."""
    return [shock.owner for shock in parameters.shocks if isinstance(shock, shocks.Leaving) and shock.first == day]
