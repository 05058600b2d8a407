"""What one evaluation knows and says, as arrays: goals, verdicts, chances of the open items."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.calendar import Calendar
from setpoint.loop.plan.flow import Flow

Words = NDArray[np.str_]
# (plan, parameter, scope kind, scope id): names a goal in every version of its plan
GoalKey = tuple[int, str, str, int]


@dataclass(frozen=True)
class Goals:
    """Goals of the plans in force, all (goals,); a parent stands before its children."""

    id: Ints
    """Primary key of the goal."""
    plan: Ints
    parameter: Words
    scope_kind: Words
    scope_id: Ints
    parent: Ints
    """Index of the parent goal, -1 for none."""
    target: Floats
    """Smallest unit."""
    first: Ints
    """Ordinal of the first day of the period."""
    last: Ints

    def __len__(self) -> int:
        """Number of goals."""
        return len(self.id)

    def keys(self) -> list[GoalKey]:
        """What names a goal in every version of its plan: (plan, parameter, scope kind, scope id)."""
        columns = (self.plan.tolist(), self.parameter.tolist(), self.scope_kind.tolist(), self.scope_id.tolist())
        return list(zip(*columns, strict=True))


@dataclass(frozen=True)
class Verdicts:
    """What was found for each goal, all (goals,); quantities in the parameter's smallest unit."""

    expected: Floats
    """Plan due by the end of the day: calendar and season, never a straight line."""
    actual: Floats
    mean: Floats
    q10: Floats
    q25: Floats
    q50: Floats
    q75: Floats
    q90: Floats
    p_hit: Floats
    money_at_risk: Floats
    """E[(T - Y)+] in minor units of money; 0 where the parameter cannot be turned into money."""
    admissibility: Ints
    """`analysis.classes.Admissibility`."""
    streak: Ints
    why: Words | None = None
    """Why a goal is grey: a key of `control.grey.REASONS`, "" where it is not."""


@dataclass(frozen=True)
class Chances:
    """Of the items open in a flow: what they may bring by the end of a period; arrays (items,)."""

    last: int
    """Ordinal of the period's last day."""
    p: Floats
    """P(won by the end of the period)."""
    p_advanced: Floats
    """The same had the item moved one stage ahead today; 1 where the next step is the win."""
    worth: Floats
    """Expected value when won, minor units."""


@dataclass(frozen=True)
class Situation:
    """Everything that levers may look at."""

    day: int
    goals: Goals
    verdicts: Verdicts
    flows: Mapping[str, Flow]
    chances: Mapping[tuple[str, int], Chances]
    """By (flow key, last day of the period)."""
    cases: Ints
    """(cases,) indexes of the goals with an open case, greatest money at risk first."""
    calendar: Calendar | None = None
    """Working days around the day, None where nobody told."""
