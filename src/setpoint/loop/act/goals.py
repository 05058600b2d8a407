"""Which goals a lever may answer to, and what its effect does to their chance: pure, from a situation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from setpoint.analysis.arrays import Bools
from setpoint.analysis.belief import Belief
from setpoint.loop.act.proposal import Money
from setpoint.loop.control.situation import Chances, Situation
from setpoint.loop.plan.flow import UNKNOWN, Flow

TENTH = float(ndtri(0.9))


@dataclass(frozen=True)
class Missed:
    """A goal with an open case, the flow that feeds it, and the owners (m,) of the flow who are in its scope."""

    index: int
    """Into the goals of the situation."""
    flow: Flow
    chances: Chances
    inside: Bools


def missed(situation: Situation, parameters: Iterable[str], flow: str, *, standing: bool = False) -> Missed | None:
    """Return the goal to be corrected: of those with a case the widest scope, then the most money at risk.

    A lever answers to one goal a turn, because one correction helps every goal that the same flow feeds. A
    `standing` lever costs nothing and goes on without a case too: it then answers to the widest goal there is.
    """
    goals, keys = situation.goals, set(parameters)
    cases = [index for index in situation.cases.tolist() if str(goals.parameter[index]) in keys]
    if standing and not cases:
        planned = (goals.first <= situation.day + 1) & (goals.last > situation.day)
        cases = [index for index in np.flatnonzero(planned).tolist() if str(goals.parameter[index]) in keys]
    if flow not in situation.flows or not cases:
        return None
    width = {"company": 0, "team": 1, "owner": 2}
    kind = goals.scope_kind.tolist()
    risk = situation.verdicts.money_at_risk
    best = min(cases, key=lambda index: (width.get(kind[index], 3), -float(risk[index]), index))
    chances = situation.chances.get((flow, int(goals.last[best])))
    if chances is None:
        return None
    found = situation.flows[flow]
    return Missed(best, found, chances, in_scope(found, kind[best], int(goals.scope_id[best])))


def in_scope(flow: Flow, kind: str, scope: int) -> Bools:
    """(owners,) who belongs to a scope: everybody, a team with the teams below it, one person."""
    if kind == "company":
        return np.ones(len(flow.owners), dtype=np.bool_)
    if kind == "owner":
        return np.asarray(flow.owners == scope)
    below = flow.teams == scope
    for index, parent in enumerate(flow.team_parent.tolist()):
        below[index] |= parent != UNKNOWN and bool(below[parent])
    return np.asarray((flow.team != UNKNOWN) & below[flow.team]) if len(below) else np.zeros(len(flow.owners), bool)


def p_hit_with(inputs: Mapping[str, Any], more: float) -> float:
    """Return P(hit) of the goal of `gap_inputs` if its forecast rises by `more` smallest units, 0..1.

    The change is that of a normal forecast with the goal's mean and width, laid upon its own P(hit).
    """
    short = inputs["target"] - inputs["forecast"]
    change = ndtr((more - short) / inputs["sd"]) - ndtr(-short / inputs["sd"])
    return float(min(max(inputs["p_before"] + change, 0.0), 1.0))


def expected(belief: Belief, per_effect: float) -> Money:
    """Return the expected result of a belief whose unit is worth `per_effect` smallest units."""
    low, high = belief.interval()
    return Money(belief.mean * per_effect, low * per_effect, high * per_effect)


def gap_inputs(situation: Situation, goal: int) -> dict[str, Any]:
    """Return the numbers with which every explanation begins."""
    goals, verdicts = situation.goals, situation.verdicts
    return {
        "scope": [str(goals.scope_kind[goal]), int(goals.scope_id[goal])],
        "parameter": str(goals.parameter[goal]),
        "target": float(goals.target[goal]),
        "forecast": float(verdicts.mean[goal]),
        "sd": max(float(verdicts.q90[goal] - verdicts.q10[goal]) / (2 * TENTH), 1e-9),
        "p_before": float(verdicts.p_hit[goal]),
        "money_at_risk": float(verdicts.money_at_risk[goal]),
    }
