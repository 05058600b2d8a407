"""Alarms: streams that have left their own process, within a budget per manager, one cause one alarm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from scipy.special import gammainc

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.limits import budget_arl
from setpoint.analysis.monitor import LAG, Streams, Watch, watch
from setpoint.analysis.shrink import shrink_intensities
from setpoint.loop.control.facts import Facts
from setpoint.loop.control.streams import Family, StreamKey, families_of

A_MONTH = 21.7
ROOT_SHARE = 0.8
"""Of the budget; the rest is for leaves."""
ONE_CAUSE = 5
"""Working days within which alarms of parent and child are one."""
NAMED_SHARE, NAMED_CHANCE = 0.25, 0.80
REBASE = 65
"""Working days after which a lasting change is the new process."""
MOST_NAMED = 5


class Standing(NamedTuple):
    """An alarm that stands: days (ordinals) on which it was raised and on which the change began."""

    since: int
    begin: int


@dataclass(frozen=True)
class Alarm:
    """A stream out of control, JSON-ready but for the key."""

    key: StreamKey
    since: int
    begin: int
    level: float
    limit: float
    baseline: float
    """Expected a working day."""
    ratio: float
    """Observed to expected since the change began."""
    group: StreamKey
    """Topmost alarm of the same cause; its own key where it is that."""
    parts: list[dict[str, Any]]
    """Who brings it: scope_kind, scope, share, p; only those that explain a quarter and surely differ."""


@dataclass(frozen=True)
class Chart:
    """How a stream stands."""

    key: StreamKey
    level: float
    other: float
    limit: float | None
    """None where there is too little history."""
    baseline: float
    size: float


@dataclass(frozen=True)
class Monitored:
    """All that monitoring found."""

    charts: list[Chart]
    alarms: list[Alarm]

    def standing(self) -> dict[StreamKey, Standing]:
        """What the next turn must remember."""
        return {alarm.key: Standing(alarm.since, alarm.begin) for alarm in self.alarms}


def monitor(facts: Facts, before: Mapping[StreamKey, Standing]) -> Monitored:
    """Chart all root streams at the end of the day. Same facts and memory, same alarms. Loop mathematics 3.6."""
    families = families_of(facts)
    owned = _streams_by_manager(families)
    charts: list[Chart] = []
    alarms: list[Alarm] = []
    for family in families:
        arl0 = np.array(
            [
                budget_arl(owned[_manager(kind, scope)], A_MONTH, ROOT_SHARE * facts.rules.budget)
                for kind, scope in family.scopes
            ]
        )
        standing = [before.get(key) for key in family.keys]
        seen = watch(
            family.streams,
            arl0=arl0,
            rho=family.shifts[0],
            rho_other=family.shifts[1],
            frozen=_frozen(family, standing),
            tolerance=facts.rules.indifference,
        )
        charts += _charts(family, seen)
        alarms += _alarms(facts, family, seen, standing)
    return Monitored(charts, _grouped(facts, alarms))


def _manager(kind: str, scope: str) -> str:
    """Who is disturbed by a stream: the head of the team, else the head of all."""
    return f"team:{scope}" if kind == "team" else "company"


def _streams_by_manager(families: Sequence[Family]) -> dict[str, int]:
    found: dict[str, int] = {}
    for family in families:
        for kind, scope in family.scopes:
            found[_manager(kind, scope)] = found.get(_manager(kind, scope), 0) + 1
    return found


def _frozen(family: Family, standing: Sequence[Standing | None]) -> Ints:
    """Last step of the baselines of streams in alarm, -1 else; a change that has lasted becomes the new process."""
    steps = len(family.days)
    found = np.full(len(standing), -1, dtype=np.int64)
    for row, alarm in enumerate(standing):
        if alarm is None:
            continue
        place = int(np.searchsorted(family.days, alarm.begin)) - 1
        if steps - place <= REBASE + LAG:
            found[row] = max(place, 0)
    return found


def _charts(family: Family, seen: Watch) -> list[Chart]:
    columns = (seen.level.tolist(), seen.other.tolist(), seen.limit.tolist(), seen.baseline.tolist())
    return [
        Chart(key, level, other, None if np.isnan(limit) else limit, baseline, seen.size)
        for key, level, other, limit, baseline in zip(family.keys, *columns, strict=True)
    ]


def _alarms(facts: Facts, family: Family, seen: Watch, standing: Sequence[Standing | None]) -> list[Alarm]:
    found = []
    for row, key in enumerate(family.keys):
        was, over = standing[row], bool(seen.over[row])
        # an alarm ends when half of the evidence is gone: it does not flicker
        stays = was is not None and seen.limit[row] > 0 and seen.level[row] >= seen.limit[row] / 2
        if not over and not stays:
            continue
        begin = int(family.days[min(int(seen.begin[row]) + 1, len(family.days) - 1)])
        since = was.since if was is not None else facts.day
        begin = was.begin if was is not None else begin
        found.append(
            Alarm(
                key=key,
                since=since,
                begin=begin,
                level=round(float(seen.level[row]), 6),
                limit=round(float(seen.limit[row]), 6),
                baseline=float(seen.baseline[row]) if family.streams.trials is None else _rate(family, seen, row),
                ratio=round(float(seen.ratio[row]), 6),
                group=key,
                parts=_parts(facts, family, row, begin),
            )
        )
    return found


def _rate(family: Family, seen: Watch, row: int) -> float:
    """Baseline of a rate as a share of what is decided."""
    trials = family.streams.trials
    total = 0.0 if trials is None else float(trials[row].sum())
    return float(seen.baseline[row] * family.streams.exposure[row].sum()) / total if total else 0.0


def _parts(facts: Facts, family: Family, row: int, begin: int) -> list[dict[str, Any]]:
    """Descend: teams, channels and people below the stream who bring a quarter of it and surely differ."""
    kind, scope = family.scopes[row]
    first = int(np.searchsorted(family.days, begin))
    whole = _lack(family.streams, first, facts.rules.indifference, family.shifts[0])
    below = [at for at, (of, _) in enumerate(family.scopes) if kind == "company" and of in {"team", "channel"}]
    found = [_part(*family.scopes[at], whole, at, whole[0][row]) for at in below]
    if family.owners is not None and kind != "channel":
        people = _lack(family.owners, first, facts.rules.indifference, family.shifts[0])
        found += [
            _part("owner", str(person), people, at, whole[0][row])
            for at, person in _members(facts, kind, scope, family)
        ]
    named = [part for part in found if part["share"] >= NAMED_SHARE and part["p"] >= NAMED_CHANCE]
    return sorted(named, key=lambda part: (-part["share"], part["scope_kind"], part["scope"]))[:MOST_NAMED]


def _members(facts: Facts, kind: str, scope: str, family: Family) -> list[tuple[int, int]]:
    """(index, user) of the people below a stream."""
    people = 0 if family.owners is None else len(family.owners.events)
    flow = next((flow for flow in facts.flows.values() if len(flow.owners) == people), None)
    if flow is None:
        return []
    team = [-1 if each < 0 else int(flow.teams[each]) for each in flow.team.tolist()]
    return [
        (at, int(person))
        for at, person in enumerate(flow.owners.tolist())
        if flow.active[at] and (kind == "company" or (kind == "team" and str(team[at]) == scope))
    ]


def _lack(streams: Streams, first: int, indifference: float, rho: float) -> tuple[Floats, Floats]:
    """What each stream lacks since a step (n,), and P(its intensity has shifted beyond tolerance) (n,)."""
    before = max(first, 1)
    known = shrink_intensities(streams.events[:, :before], streams.exposure[:, :before])
    events = streams.events[:, first:].sum(axis=1)
    expected = known.mean * streams.exposure[:, first:].sum(axis=1)
    side = 1.0 if rho < 1 else -1.0
    edge = (1 - side * indifference) * expected
    below = gammainc(events + 0.5, edge)
    return side * (expected - events), np.asarray(below if side > 0 else 1 - below)


def _part(kind: str, scope: str, lack: tuple[Floats, Floats], at: int, whole: float) -> dict[str, Any]:
    share = float(lack[0][at]) / whole if whole > 0 else 0.0
    return {"scope_kind": kind, "scope": scope, "share": round(share, 4), "p": round(float(lack[1][at]), 4)}


def _grouped(facts: Facts, alarms: list[Alarm]) -> list[Alarm]:
    """Alarms of company and of what is below it within five working days are one cause, told at the top."""
    order = {"company": 0, "team": 1, "channel": 1}
    ranked = sorted(alarms, key=lambda alarm: (order.get(alarm.key.scope_kind, 2), alarm.since, alarm.key))
    found: list[Alarm] = []
    for alarm in ranked:
        top = next((each for each in found if each.group == each.key and _one_cause(facts, each, alarm)), None)
        found.append(alarm if top is None else replace(alarm, group=top.key))
    return found


def _one_cause(facts: Facts, above: Alarm, alarm: Alarm) -> bool:
    if above.key.scope_kind != "company" or above.key == alarm.key:
        return False
    # a market that gives way is seen at once in arrivals and advances of everybody
    first, last = sorted((above.since, alarm.since))
    calendar = facts.calendar
    inside = calendar.first <= first and last <= calendar.last
    return (calendar.between(first, last) if inside else last - first) <= ONE_CAUSE


def told(alarm: Alarm) -> dict[str, Any]:
    """An alarm as JSON."""
    return {
        **alarm.key._asdict(),
        "since": date.fromordinal(alarm.since).isoformat(),
        "begin": date.fromordinal(alarm.begin).isoformat(),
        "ratio": alarm.ratio,
        "baseline": alarm.baseline,
        "parts": alarm.parts,
    }
