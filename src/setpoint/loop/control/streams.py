"""What the loop watches for change: arrivals, touches and advances of a flow, measures of the company, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.monitor import LAG, MEMORY, Streams
from setpoint.analysis.spells import CENSORED, LOST
from setpoint.loop.control.facts import NO_DAYS, Facts
from setpoint.loop.plan.flow import Flow
from setpoint.loop.plan.parameters import PARAMETERS, Kind, Parameter

SPAN = LAG + MEMORY
COUNT_SHIFTS = (0.7, 1.4)
RATE_SHIFTS = (0.75, 1.3)
COMPANY = ("company", "1")


class StreamKey(NamedTuple):
    """Names a stream from day to day: the parameter it speaks of and whose it is ("channel", "Direct")."""

    parameter: str
    scope_kind: str
    scope: str


@dataclass(frozen=True)
class Family:
    """Streams of one parameter over the same working days."""

    parameter: str
    scopes: list[tuple[str, str]]
    streams: Streams
    days: Ints
    """(steps,) ordinals of the working days."""
    shifts: tuple[float, float]
    """Shift watched for on the bad side, and on the good one."""
    owners: Streams | None = None
    """The same by owner of the flow: who brings a deviation."""

    @property
    def keys(self) -> list[StreamKey]:
        """Keys of the streams."""
        return [StreamKey(self.parameter, *scope) for scope in self.scopes]


def families_of(facts: Facts) -> list[Family]:
    """Everything that can be charted of what is known; nothing of the day itself while it is not over."""
    last = facts.day if facts.whole_day else facts.day - 1
    if last <= facts.calendar.first:
        return []
    days = facts.calendar.working_days(facts.calendar.first, last)[-SPAN:]
    days = days[days >= facts.since]
    if not len(days):
        return []
    found = [family for flow in facts.flows.values() for family in _of_flow(facts, flow, days)]
    return found + list(_of_history(facts, days))


def _of_flow(facts: Facts, flow: Flow, days: Ints) -> Iterator[Family]:
    grid = _Grid(facts, flow, days)
    spells = flow.spells
    arrivals, touches = _fed(flow.key, "arrival"), _fed(flow.key, "touch")
    if arrivals is not None:
        came = spells.arrival
        yield grid.counts(arrivals, spells.start[came], spells.owner[came], spells.channel[came])
    if touches is not None:
        touched = spells.next == spells.stage
        yield grid.counts(touches, spells.end[touched], spells.owner[touched], None)
    rate = _rate_of(flow.key)
    if rate is not None:
        ended = spells.next != CENSORED
        late = ended & (spells.stage >= len(flow.stages.id) // 2)
        yield grid.advances(rate, late, None)
        if flow.channels:
            yield grid.advances(rate, ended & ~late, spells.channel)


@dataclass(frozen=True)
class _Grid:
    """Working days and scopes of a flow."""

    facts: Facts
    flow: Flow
    days: Ints

    @property
    def teams(self) -> Ints:
        """Teams with people of their own, more than one of them."""
        own = np.unique(self.flow.team[self.flow.team >= 0])
        return own if len(own) > 1 else own[:0]

    def place(self, days: Ints) -> tuple[Ints, Bools]:
        """Working day (n,) of each event, and whether it lies within the days; a day off counts to the one before."""
        calendar = self.facts.calendar
        inside = (days >= self.days[0]) & (days <= self.facts.day) & (days <= calendar.last)
        first = int(calendar.index(self.days[:1])[0])
        place = calendar.index(np.where(inside, days, self.days[0])) - first
        return place, inside & (place < len(self.days)) & (place >= 0)

    def by(self, place: Ints, group: Ints, groups: int, weight: Floats | None = None) -> Floats:
        """Sums (groups, days) over events with a group."""
        known = group >= 0
        cell = group[known] * len(self.days) + place[known]
        weights = None if weight is None else weight[known]
        return (
            np.bincount(cell, weights=weights, minlength=groups * len(self.days))
            .reshape(groups, len(self.days))
            .astype(np.float64)
        )

    def scopes(self, channel: Ints | None) -> list[tuple[str, str]]:
        """Company, teams, channels."""
        teams = [("team", str(int(self.flow.teams[team]))) for team in self.teams]
        channels = [("channel", name) for name in self.flow.channels] if channel is not None else []
        return [COMPANY, *teams, *channels]

    def stack(self, place: Ints, owner: Ints, channel: Ints | None, weight: Floats | None = None) -> Floats:
        """Sums (scopes, days) in the order of `scopes`."""
        team = self.flow.team[owner] if len(owner) else owner
        parts = [self.by(place, np.zeros(len(place), dtype=np.int64), 1, weight)]
        if len(self.teams):
            parts.append(self.by(place, team, len(self.flow.teams), weight)[self.teams])
        if channel is not None and self.flow.channels:
            parts.append(self.by(place, channel, len(self.flow.channels), weight))
        return np.concatenate(parts)

    def counts(self, parameter: Parameter, days: Ints, owner: Ints, channel: Ints | None) -> Family:
        """Counts by calendar weight."""
        place, inside = self.place(days)
        place, owner = place[inside], owner[inside]
        group = None if channel is None else channel[inside]
        events = self.stack(place, owner, group)
        weights = self.facts.calendar.weight(self.days)
        people = self.by(place, owner, len(self.flow.owners))
        return Family(
            parameter=parameter.key,
            scopes=self.scopes(channel),
            streams=Streams(events, np.broadcast_to(weights, events.shape)),
            days=self.days,
            shifts=_sided(parameter, COUNT_SHIFTS),
            owners=Streams(people, np.broadcast_to(weights, people.shape)),
        )

    def advances(self, parameter: Parameter, chosen: Bools, channel: Ints | None) -> Family:
        """Advances among ended spells `chosen`, expected by the stage's pooled rate: the log-rank chart O - E."""
        spells = self.flow.spells
        place, inside = self.place(spells.end)
        rows = np.flatnonzero(chosen & inside)
        at, owner, stage = place[rows], spells.owner[rows], spells.stage[rows]
        went = (spells.next[rows] != stage) & (spells.next[rows] != LOST)
        stages = len(self.flow.stages.id)
        tried = np.bincount(stage, minlength=stages)
        rate = np.bincount(stage, weights=went, minlength=stages) / np.maximum(tried, 1)
        group = None if channel is None else channel[rows]
        events = self.stack(at, owner, group, went.astype(np.float64))
        expected, trials = self.stack(at, owner, group, rate[stage]), self.stack(at, owner, group)
        people = len(self.flow.owners)
        scopes = self.scopes(channel)
        kept = np.array([kind == "channel" or channel is None for kind, _ in scopes])
        return Family(
            parameter=parameter.key,
            scopes=[scope for scope, keep in zip(scopes, kept, strict=True) if keep],
            streams=Streams(events[kept], expected[kept], trials[kept]),
            days=self.days,
            shifts=_sided(parameter, RATE_SHIFTS),
            owners=Streams(
                self.by(at, owner, people, went.astype(np.float64)),
                self.by(at, owner, people, rate[stage]),
                self.by(at, owner, people),
            ),
        )


def _of_history(facts: Facts, days: Ints) -> Iterator[Family]:
    """Counts and rates of the company that no flow shows."""
    weights = facts.calendar.weight(days)[None, :]
    planned = set(facts.goals.parameter.tolist())
    for key in sorted(planned & set(PARAMETERS)):
        parameter = PARAMETERS[key]
        if parameter.flow is not None or parameter.kind not in {Kind.COUNT, Kind.RATE}:
            continue
        events = _daily(facts, parameter.measure, days)[None, :]
        if parameter.kind is Kind.COUNT:
            yield Family(key, [COMPANY], Streams(events, weights), days, _sided(parameter, COUNT_SHIFTS))
            continue
        trials = np.sum([_daily(facts, measure, days) for measure in parameter.base], axis=0)[None, :]
        pooled = float(events.sum()) / max(float(trials.sum()), 1.0)
        yield Family(key, [COMPANY], Streams(events, pooled * trials, trials), days, _sided(parameter, RATE_SHIFTS))


def _daily(facts: Facts, measure: str, days: Ints) -> Floats:
    known = facts.history.get(measure, NO_DAYS)
    inside = (known.day >= days[0]) & (known.day <= facts.day)
    place = np.searchsorted(days, known.day[inside], side="right") - 1
    return np.bincount(place, weights=np.maximum(known.n[inside], 0), minlength=len(days)).astype(np.float64)


def _sided(parameter: Parameter, shifts: tuple[float, float]) -> tuple[float, float]:
    """The bad side first: a fall of what should be more, a rise of what should be less."""
    low, high = shifts
    return (low, high) if parameter.direction > 0 else (high, low)


def _fed(flow: str, value_of: str) -> Parameter | None:
    return next((each for each in PARAMETERS.values() if (each.flow, each.value_of) == (flow, value_of)), None)


def _rate_of(flow: str) -> Parameter | None:
    """The rate of a flow, or else what counts its wins: of which advances speak."""
    rates = [each for each in PARAMETERS.values() if each.flow == flow and each.kind is Kind.RATE]
    return rates[0] if rates else _fed(flow, "one")
