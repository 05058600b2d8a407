"""One turn of the loop: a pure function on arrays, which command, job and simulator run alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.calendar import Calendar
from setpoint.loop.act.proposal import Proposal
from setpoint.loop.control.situation import Goals, Situation, Verdicts
from setpoint.loop.plan.flow import Flow

GoalKey = tuple[int, str, str, int]


@dataclass(frozen=True)
class LoopState:
    """What one turn leaves to the next; goals are named by `Goals.keys()`."""

    classes: Mapping[GoalKey, tuple[int, int]]
    """(class, streak) at the last evaluation."""
    cases: frozenset[GoalKey] = frozenset()
    """Goals with an open case."""
    silenced: frozenset[GoalKey] = frozenset()
    """Goals whose deviation a person has accepted: evaluated, but silent."""


@dataclass(frozen=True)
class Daily:
    """Daily sums of measures, all (rows,)."""

    measure: Sequence[str]
    scope_kind: Sequence[str]
    scope_id: Ints
    day: Ints
    n: Floats
    total: Floats


@dataclass(frozen=True)
class Facts:
    """What is known at the end of the day."""

    goals: Goals
    daily: Daily
    flows: Mapping[str, Flow]
    calendar: Calendar


@dataclass(frozen=True)
class CaseChange:
    """A case that opens, goes on or closes; `goal` is an index into the goals."""

    goal: int
    verb: str
    """"open", "keep" or "close"."""


@dataclass(frozen=True)
class TickResult:
    """What a turn found, decided and proposes."""

    state: LoopState
    verdicts: Verdicts
    situation: Situation
    cases: list[CaseChange]
    corrections: list[Proposal]


class Proposer(Protocol):
    """A lever with its belief and limits bound, ready to look at a situation."""

    def __call__(self, situation: Situation, *, seed: int) -> list[Proposal]:
        """Return proposals; same situation and seed, same proposals."""
