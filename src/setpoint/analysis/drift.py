"""Slow disturbance of the hazards: have the last two weeks brought more or fewer wins than they should?"""

import numpy as np

from setpoint.analysis.arrays import Ints
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.exposure import count_trials
from setpoint.analysis.markov import Hazards
from setpoint.analysis.spells import WON, Spells

HALF_LIFE = 10.0
WINDOW = 60
PRIOR_EVENTS = 25.0


def win_drift(spells: Spells, calendar: Calendar, now: int, hazards: Hazards, position: Ints) -> float:
    """Factor on the win hazards: (observed + 25) / (expected + 25) wins, halving every 10 working days.

    Makes the forecast offset-free: what the long memory of the hazards is slow to see is carried into
    the rest of the period. Source: loop mathematics 4.2.
    """
    trials = count_trials(
        spells,
        calendar,
        now,
        stages=len(hazards.win),
        position=position,
        window=WINDOW,
        half_life=HALF_LIFE,
        edges=hazards.edges,
    )
    expected = float(np.sum(trials.exposure * hazards.win))
    observed = float(trials.events(WON).sum())
    return (observed + PRIOR_EVENTS) / (expected + PRIOR_EVENTS)
