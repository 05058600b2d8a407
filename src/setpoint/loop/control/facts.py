"""What a turn of the loop knows, as arrays and sums: the same from the database, the simulator or a test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.backtest import PRIOR
from setpoint.analysis.calendar import Calendar
from setpoint.loop.control.rules import Rules
from setpoint.loop.control.situation import Goals
from setpoint.loop.plan.flow import Flow


class Sum(NamedTuple):
    """Number, total and sum of squares of a measure (smallest unit)."""

    n: float = 0.0
    total: float = 0.0
    squares: float = 0.0


NOTHING = Sum()
# (measure, scope kind, scope id); teams hold what their own members did, not the teams below
Sums = Mapping[tuple[str, str, int], Sum]
Period = tuple[int, int]


@dataclass(frozen=True)
class Days:
    """A measure of the whole company by day, all (rows,), in order of time."""

    day: Ints
    n: Floats
    total: Floats


NO_DAYS = Days(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))


@dataclass(frozen=True)
class Facts:
    """What is known at the end of the day `day` (ordinal)."""

    day: int
    goals: Goals
    periods: Mapping[Period, Sums]
    """What happened in each period of the goals, up to the day."""
    before: Mapping[Period, Sums]
    """What happened in the period of the same length before it."""
    history: Mapping[str, Days]
    """Every measure of the company since the beginning."""
    flows: Mapping[str, Flow]
    calendar: Calendar
    since: int
    """Ordinal of the first day of which everything is known."""
    branches: Mapping[int, Sequence[int]]
    """Each team with all teams below it."""
    sigmas: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Model error of company, team, owner by flow, from backtests; `PRIOR` for a flow without any."""
    rules: Rules = field(default_factory=Rules)
    whole_day: bool = True
    """False while the day goes on: then it is not charted, because what comes in the afternoon is missing."""

    def sigma(self, flow: str) -> tuple[float, ...]:
        """Model error of company, team, owner in a flow."""
        return self.sigmas.get(flow, PRIOR)

    def sums(self, sums: Sums, measure: str, rows: Ints) -> tuple[Floats, Floats, Floats]:
        """Number, total and squares of a measure for goals `rows`, whole branches for teams; each (rows,)."""
        kinds, ids = self.goals.scope_kind[rows].tolist(), self.goals.scope_id[rows].tolist()
        found = [self.of(sums, measure, kind, number) for kind, number in zip(kinds, ids, strict=True)]
        n, total, squares = np.array(found, dtype=np.float64).reshape(-1, 3).T
        return n, total, squares

    def of(self, sums: Sums, measure: str, kind: str, number: int) -> Sum:
        """A measure of one scope, the whole branch for a team."""
        if kind != "team":
            return sums.get((measure, kind, number), NOTHING)
        parts = [sums.get((measure, kind, team), NOTHING) for team in self.branches.get(number, (number,))]
        return Sum(*(sum(column) for column in zip(*parts, strict=True)))
