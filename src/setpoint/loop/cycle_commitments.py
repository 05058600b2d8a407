"""Promises beside plan and forecast, each believed as far as its author has been borne out."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from setpoint.analysis.commitments import Candour, learn_candour
from setpoint.loop.plan.models import Commitment, Plan
from setpoint.loop.plan.parameters import PARAMETERS, Kind
from setpoint.loop.record import reading

Scope = tuple[str, int]


@dataclass(frozen=True)
class Promise:
    """A promise, what it is believed to come to, and how its author has promised so far; smallest unit."""

    low: int
    commit: int
    high: int
    believed: int
    beta: float
    """1: means what he says; above: promises too little; below: too much."""
    periods: int
    """Promises that this rests on."""


def promises(plan: Plan, parameter: str, today: date) -> dict[Scope, Promise]:
    """Return the standing promises of a plan by scope. A handful of queries, whatever their number."""
    standing = _latest(plan, parameter)
    past, people = _past(parameter, today)
    candour = _candour(past, people)
    place = {scope: index for index, scope in enumerate(people)}
    found = {}
    for scope, row in standing.items():
        at = place.get(scope)
        believed = candour.debias(at, row.commit) if at is not None else row.commit
        found[scope] = Promise(
            low=row.low,
            commit=row.commit,
            high=row.high,
            believed=round(believed),
            beta=float(candour.beta[at]) if at is not None else 1.0,
            periods=int(candour.periods[at]) if at is not None else 0,
        )
    return found


def _latest(plan: Plan, parameter: str) -> dict[Scope, Commitment]:
    rows = Commitment.objects.filter(plan=plan, parameter=parameter).order_by("made_at", "pk")
    return {(row.scope_kind, row.scope_id): row for row in rows}


def _past(parameter: str, today: date) -> tuple[list[tuple[Scope, int, int]], list[Scope]]:
    """(scope, commit, actual) of the last promise of every completed period, and whose they are."""
    declared = PARAMETERS.get(parameter)
    if declared is None or declared.kind not in {Kind.AMOUNT, Kind.COUNT}:
        return [], []
    found: list[tuple[Scope, int, int]] = []
    for plan in Plan.objects.filter(last_day__lt=today, commitments__parameter=parameter).distinct():
        sums = reading.sums(plan.first_day, plan.last_day, [declared.measure])
        for scope, row in _latest(plan, parameter).items():
            n, total, _squares = sums.get((declared.measure, *scope), (0, 0, 0.0))
            found.append((scope, row.commit, total if declared.kind is Kind.AMOUNT else n))
    return found, sorted({scope for scope, _commit, _actual in found})


def _candour(past: list[tuple[Scope, int, int]], people: list[Scope]) -> Candour:
    place = {scope: index for index, scope in enumerate(people)}
    return learn_candour(
        np.array([place[scope] for scope, _commit, _actual in past], dtype=np.int64),
        np.array([commit for _scope, commit, _actual in past], dtype=np.float64),
        np.array([actual for _scope, _commit, actual in past], dtype=np.float64),
        max(len(people), 1),
    )
