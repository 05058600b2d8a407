"""Leaves: whose own work has changed, week by week. Advice only; the share of wrong names is kept, not their number."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats
from setpoint.analysis.shrink import shrink_intensities
from setpoint.analysis.suspicion import baseline_grid, discoveries, step, unsuspected
from setpoint.loop.control.alarms import Alarm
from setpoint.loop.control.facts import Facts
from setpoint.loop.control.streams import Family, StreamKey, families_of

WEEK = 5
WATCHED = 13
LEARNT = 6
MOST = 5000
SURE, ADVISED = 0.1, 0.2


@dataclass(frozen=True)
class Suspect:
    """A person whose stream has probably fallen; `sure` where one in ten such names is wrong, else one in five."""

    key: StreamKey
    p: float
    sure: bool


def suspects(facts: Facts, alarms: list[Alarm]) -> list[Suspect]:
    """Name people by Shiryaev-Roberts posteriors under a Bayesian false discovery rate. Loop mathematics 3.6.

    Where a stream of company or team is in alarm its cause is common: nobody below it is named.
    """
    found = [(family, *_posteriors(family)) for family in families_of(facts) if family.owners is not None]
    p_change = np.concatenate([p for _, p, _ in found]) if found else np.zeros(0)
    owners = [(family, owner) for family, p, _ in found for owner in range(len(p))]
    common = {alarm.key.parameter for alarm in alarms if alarm.key.scope_kind in {"company", "team"}}
    sure, advised = discoveries(p_change, SURE), discoveries(p_change, ADVISED)
    named: list[Suspect] = []
    for row in np.flatnonzero(advised).tolist():
        family, owner = owners[row]
        person = _person(facts, family, owner)
        if person is not None and family.parameter not in common:
            key = StreamKey(family.parameter, "owner", str(person))
            named.append(Suspect(key, round(float(p_change[row]), 4), bool(sure[row])))
    return sorted(named, key=lambda suspect: (-suspect.p, suspect.key))


def _person(facts: Facts, family: Family, owner: int) -> int | None:
    """Who it is; None for those who have left."""
    people = 0 if family.owners is None else len(family.owners.events)
    flow = next((flow for flow in facts.flows.values() if len(flow.owners) == people), None)
    if flow is None or not flow.active[owner]:
        return None
    return int(flow.owners[owner])


def _posteriors(family: Family) -> tuple[Floats, Floats]:
    """P(fall) (owners,) after the watched weeks, and the baselines (owners,) a week."""
    streams = family.owners
    if streams is None:
        return np.zeros(0), np.zeros(0)
    weeks = streams.events.shape[1] // WEEK
    people = len(streams.events)
    if weeks < WATCHED + LEARNT or people == 0 or family.shifts[0] > 1:
        return np.zeros(people), np.zeros(people)
    events, exposure = (
        each[:, -weeks * WEEK :].reshape(people, weeks, WEEK).sum(axis=2) for each in (streams.events, streams.exposure)
    )
    known = shrink_intensities(events[:, :-WATCHED], exposure[:, :-WATCHED])
    grid = baseline_grid(known.shape, known.rate)
    state = unsuspected(people)
    for week in range(weeks - WATCHED, weeks):
        state = step(state, events[:, week], grid, known.size, exposure=np.maximum(exposure[:, week], 1e-9))
    charted = (events[:, :-WATCHED].sum(axis=1) > 0) & (exposure[:, :-WATCHED].sum(axis=1) > 0)
    return np.where(charted, state.probability(), 0.0), known.mean
