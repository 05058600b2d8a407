"""What a turn of the loop knows of a simulated company: the same record that the database would give."""

from datetime import date, timedelta

import numpy as np

from setpoint.analysis.arrays import Ints
from setpoint.analysis.calendar import Calendar, business_calendar
from setpoint.domains.sales import measures
from setpoint.domains.sales.events import Events
from setpoint.domains.sales.plan import FLOW, REVENUE
from setpoint.loop.control.facts import Days, Facts, Sum, Sums
from setpoint.loop.control.situation import Goals
from setpoint.loop.plan.flow import Flow
from setpoint.simulation.seen.flow import FIRST_OWNER
from setpoint.simulation.world import World

COMPANY = ("company", 1)


def goals_of(world: World, first: date, last: date, target: float, quotas: Ints) -> Goals:
    """Return the revenue goals of company, teams and sellers; `quotas` [owner] sum to the target."""
    teams, owners = len(world.parameters.teams), world.parameters.owners
    of_team = np.bincount(world.team, weights=quotas, minlength=teams)
    count = 1 + teams + owners
    kinds = ["company"] + ["team"] * teams + ["owner"] * owners
    return Goals(
        id=np.arange(1, count + 1),
        plan=np.ones(count, dtype=np.int64),
        parameter=np.array([REVENUE.key] * count),
        scope_kind=np.array(kinds),
        scope_id=np.concatenate([[1], np.arange(teams) + 1, np.arange(owners) + FIRST_OWNER]).astype(np.int64),
        parent=np.concatenate([[-1], np.zeros(teams), world.team + 1]).astype(np.int64),
        target=np.concatenate([[target], of_team, quotas]).astype(np.float64),
        first=np.full(count, first.toordinal()),
        last=np.full(count, last.toordinal()),
    )


def calendar_of(world: World, day: date) -> Calendar:
    """Return the working days around `day`."""
    begin, end = day - timedelta(days=500), day + timedelta(days=500)
    return business_calendar(begin, end, country=world.parameters.country)


def facts_of(
    flow: Flow, events: Events, goals: Goals, calendar: Calendar, since: int, sigmas: tuple[float, ...] | None = None
) -> Facts:
    """Return the facts at the end of the flow's day."""
    period = int(goals.first[0]), int(goals.last[0])
    length = period[1] - period[0] + 1
    return Facts(
        day=flow.day,
        goals=goals,
        periods={period: _sums(flow, events, *period)},
        before={period: _sums(flow, events, period[0] - length, period[0] - 1)},
        history=_history(events),
        flows={FLOW: flow},
        calendar=calendar,
        since=since,
        branches={int(team): (int(team),) for team in flow.teams},
        sigmas={} if sigmas is None else {FLOW: sigmas},
    )


KINDS = {
    measures.REVENUE: (Events.WON,),
    measures.WON: (Events.WON,),
    measures.LOST: (Events.LOST,),
    measures.CREATED: (Events.OPENED,),
    measures.TOUCHES: (Events.TOUCHED,),
}


def _sums(flow: Flow, events: Events, first: int, last: int) -> Sums:
    found: dict[tuple[str, str, int], Sum] = {}
    inside = (events.day >= first) & (events.day <= last)
    for measure, kinds in KINDS.items():
        rows = inside & np.isin(events.kind, kinds)
        amount = events.amount[rows] if measure == measures.REVENUE else np.ones(int(rows.sum()))
        owner = events.owner[rows]
        found[measure, *COMPANY] = _sum(amount)
        for team, number in enumerate(flow.teams.tolist()):
            found[measure, "team", number] = _sum(amount[flow.team[owner] == team])
        for index, number in enumerate(flow.owners.tolist()):
            found[measure, "owner", number] = _sum(amount[owner == index])
    return found


def _sum(amounts: np.ndarray) -> Sum:
    return Sum(float(len(amounts)), float(amounts.sum()), float(np.square(amounts).sum()))


def _history(events: Events) -> dict[str, Days]:
    found = {}
    for measure, kinds in KINDS.items():
        rows = np.isin(events.kind, kinds)
        days, place = np.unique(events.day[rows], return_inverse=True)
        n = np.bincount(place, minlength=len(days)).astype(np.float64)
        amount = events.amount[rows] if measure == measures.REVENUE else np.ones(len(place))
        found[measure] = Days(days, n, np.bincount(place, weights=amount, minlength=len(days)).astype(np.float64))
    return found
