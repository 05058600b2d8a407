"""One turn of the loop: a pure function on arrays, which command, job and simulator run alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np

from setpoint.analysis.arrays import Ints
from setpoint.analysis.classes import Tolerance
from setpoint.loop.act.proposal import Proposal
from setpoint.loop.control.alarms import Monitored, Standing, monitor
from setpoint.loop.control.causes import causes_of
from setpoint.loop.control.evaluation import Evaluation, evaluate
from setpoint.loop.control.explaining import explain
from setpoint.loop.control.facts import Facts
from setpoint.loop.control.leaves import Suspect, suspects
from setpoint.loop.control.situation import GoalKey, Goals, Situation, Verdicts
from setpoint.loop.control.streams import StreamKey
from setpoint.loop.control.verdicts import alarmed_goals, cases_of, verdicts_of


@dataclass(frozen=True)
class LoopState:
    """What one turn leaves to the next; goals are named by `Goals.keys()`."""

    classes: Mapping[GoalKey, tuple[int, int]] = field(default_factory=dict)
    """(class, streak) at the last evaluation."""
    cases: frozenset[GoalKey] = frozenset()
    """Goals with an open case."""
    silenced: frozenset[GoalKey] = frozenset()
    """Goals whose deviation a person has accepted: evaluated and counted, but silent."""
    alarms: Mapping[StreamKey, Standing] = field(default_factory=dict)
    """Alarms that stand."""


@dataclass(frozen=True)
class CaseChange:
    """A case that opens, goes on or closes; the goal as key and, where it is still planned, as index."""

    key: GoalKey
    goal: int | None
    verb: Literal["open", "keep", "close"]


@dataclass(frozen=True)
class TickResult:
    """What a turn found, decided and proposes."""

    state: LoopState
    verdicts: Verdicts
    situation: Situation
    cases: list[CaseChange]
    corrections: list[Proposal]
    p_corrected: Mapping[int, float]
    """P(hit) with the best proposal, by goal index, where there is one."""
    causes: Mapping[int, dict[str, Any]]
    """Inputs of the explanation of each case, by goal index."""
    evaluation: Evaluation
    monitored: Monitored
    """Charts of all root streams, and the alarms that stand."""
    suspects: list[Suspect]
    """People whose own work has probably changed; advice only."""


class Proposer(Protocol):
    """A lever with its belief and limits bound, ready to look at a situation."""

    def __call__(self, situation: Situation, *, seed: int) -> list[Proposal]:
        """Return proposals; same situation and seed, same proposals."""


def tick(
    state: LoopState,
    facts: Facts,
    now: int,
    seed: int,
    *,
    proposers: Sequence[Proposer] = (),
    tolerance: Tolerance | None = None,
) -> TickResult:
    """Turn the loop at the end of the day `now` (ordinal): evaluate, decide what matters, ask the levers.

    Same arguments, same result. ValueError where the facts are those of another day.
    """
    if now != facts.day:
        msg = f"facts of day {facts.day} cannot tell of day {now}"
        raise ValueError(msg)
    evaluation = evaluate(facts, seed=seed)
    goals, findings = facts.goals, evaluation.findings
    monitored = monitor(facts, state.alarms)
    tolerance = tolerance or facts.rules.tolerance
    alarmed = alarmed_goals(goals, monitored.alarms)
    first = verdicts_of(goals, findings, state.classes, {}, tolerance, alarmed)
    keys = goals.keys()
    candidates = [index for index in cases_of(goals, first, findings.shortfall) if keys[index] not in state.silenced]
    seen = Situation(now, goals, first, facts.flows, evaluation.chances, _ints(candidates), facts.calendar)
    corrections = [proposal for propose in proposers for proposal in propose(seen, seed=seed)]
    p_corrected = _best(goals, corrections)
    # without a proposal nothing can be judged otherwise
    verdicts = verdicts_of(goals, findings, state.classes, p_corrected, tolerance, alarmed) if p_corrected else first
    cases = [index for index in cases_of(goals, verdicts, findings.shortfall) if keys[index] not in state.silenced]
    situation = Situation(now, goals, verdicts, facts.flows, evaluation.chances, _ints(cases), facts.calendar)
    classes = zip(verdicts.admissibility.tolist(), verdicts.streak.tolist(), strict=True)
    after = LoopState(
        classes=dict(zip(keys, classes, strict=True)),
        cases=frozenset(keys[index] for index in cases),
        silenced=state.silenced & frozenset(keys),
        alarms=monitored.standing(),
    )
    changes = _changes(state, cases, keys)
    causes = causes_of(goals, verdicts, findings.shortfall, situation.cases)
    more = explain(facts, evaluation, situation.cases)
    causes = {index: cause | more.get(index, {}) for index, cause in causes.items()}
    named = suspects(facts, monitored.alarms)
    return TickResult(
        after, verdicts, situation, changes, corrections, p_corrected, causes, evaluation, monitored, named
    )


def _best(goals: Goals, corrections: Sequence[Proposal]) -> dict[int, float]:
    """The best P(hit) that a proposal promises, by goal index."""
    at = {goal: index for index, goal in enumerate(goals.id.tolist())}
    best: dict[int, float] = {}
    for proposal in corrections:
        index = at[proposal.goal]
        best[index] = max(best.get(index, 0.0), proposal.p_after)
    return best


def _changes(state: LoopState, cases: Sequence[int], keys: Sequence[GoalKey]) -> list[CaseChange]:
    changes = [CaseChange(keys[index], index, "keep" if keys[index] in state.cases else "open") for index in cases]
    place = {key: index for index, key in enumerate(keys)}
    gone = state.cases - {keys[index] for index in cases}
    return changes + [CaseChange(key, place.get(key), "close") for key in sorted(gone)]


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
