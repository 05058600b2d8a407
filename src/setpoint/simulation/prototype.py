"""The company on which the loop was designed: what was published of it, and what had to be chosen and is frozen.

Published: teams, touches, gaps, decay, load, spread of capacity, skill and amounts. Left open were how sellers order
their day by themselves, how deals differ beyond their amount and what a touch costs. They are kept by a test;
`docs/handbook/en/benchmark.md` says how near the open loop comes to what was published of it.
"""

from setpoint.simulation.parameters import Habit, WorldParameters

HABIT = Habit(late_stage=0.3, amount=0.0, freshness=-0.025, silence=0.0, liking=0.7, whim=0.7)
QUALITY_SD = 0.25
TOUCH_COST = 600
"""Minor units of a paid touch: what sellers cost is then a fifth of what they sell."""
MEDIA_SHARE = 0.08
"""Usual spend on channels, of the plan."""


def prototype() -> WorldParameters:
    """Return the parameters of the prototype: 12 sellers in two teams, about 120 wins a quarter."""
    return WorldParameters(habit=HABIT, quality_sd=QUALITY_SD, discount=0.0)
