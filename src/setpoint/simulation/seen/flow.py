"""A simulated company's log as the flow that the loop reads of deals."""

from datetime import date, timedelta

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.domains.sales.events import Events, open_items, spells_of
from setpoint.domains.sales.plan import FLOW
from setpoint.loop.plan.flow import UNKNOWN, Capacity, Flow, Stages
from setpoint.simulation.diary import Diary
from setpoint.simulation.seen.entries import events_by
from setpoint.simulation.world import World

AHEAD = 130
RECENT = 130
PERCENTILE = 85
BUSY_DAYS = 5
FIRST_OWNER = 1001
"""Numbers of sellers as the loop knows them begin here, those of teams at 1."""


def flow_of(diary: Diary, world: World, day: date, *, foreseen: bool = False) -> tuple[Flow, Events]:
    """Return the flow at the end of `day`, and the events from which it was made.

    Of absences the loop knows what a staff office knows: those that have begun, to their end, and holidays.
    `foreseen`: every absence to come.
    """
    events = events_by(diary, world, day.toordinal())
    owners, teams = world.parameters.owners, len(world.parameters.teams)
    stages = world.parameters.stages
    flow = Flow(
        key=FLOW,
        ref_kind="sales.deal",
        day=day.toordinal(),
        stages=Stages(
            id=np.arange(1, len(stages) + 1),
            name=[str(n) for n in range(len(stages))],
            effort=_effort(events, len(stages)),
            norm_days=np.array([max(stage.gap * 2, 3) for stage in stages], dtype=np.int64),
        ),
        owners=np.arange(owners, dtype=np.int64) + FIRST_OWNER,
        team=world.team.astype(np.int64),
        teams=np.arange(teams, dtype=np.int64) + 1,
        team_parent=np.full(teams, UNKNOWN, dtype=np.int64),
        active=world.employed(day + timedelta(days=1)),
        products=np.arange(len(world.parameters.products), dtype=np.int64),
        channels=[str(n) for n in range(len(world.parameters.channels))],
        items=open_items(events),
        spells=spells_of(events, day.toordinal()),
        capacity=Capacity(
            touches_per_day=_touches_per_day(events, owners, day.toordinal()),
            first=day.toordinal(),
            absent=_away(world, day, foreseen=foreseen),
        ),
    )
    return flow, events


def _effort(events: Events, stages: int) -> Floats:
    """Touches per exit of each stage, as the log tells them."""
    touched = np.bincount(events.stage[events.kind == Events.TOUCHED], minlength=stages)
    left = np.isin(events.kind, (Events.WON, Events.LOST))
    moved = events.kind == Events.MOVED
    exits = np.bincount(events.stage[left], minlength=stages) + np.bincount(events.stage[moved] - 1, minlength=stages)
    return np.asarray(touched / np.maximum(exits, 1), dtype=np.float64)


def _touches_per_day(events: Events, owners: int, day: int) -> Floats:
    recent = (events.kind == Events.TOUCHED) & (events.day > day - RECENT)
    pairs, counts = np.unique(np.stack([events.owner[recent], events.day[recent]]), axis=1, return_counts=True)
    usual = float(np.percentile(counts, PERCENTILE)) if len(counts) else 0.0
    own = [counts[pairs[0] == owner] for owner in range(owners)]
    return np.array([np.percentile(one, PERCENTILE) if len(one) >= BUSY_DAYS else usual for one in own])


def _away(world: World, day: date, *, foreseen: bool) -> Bools:
    """[owner, day] from `day` on; an absence that has not begun by the next morning is not known, unless foreseen."""
    span = [day + timedelta(days=n) for n in range(AHEAD)]
    away = np.array([world.absent(one) for one in span]).T
    if foreseen:
        return away
    away[:, 0] = away[:, 1]
    begun = np.logical_and.accumulate(away | _idle(world, span), axis=1)
    return np.asarray(begun & away)


def _idle(world: World, span: list[date]) -> Bools:
    return np.array([[not world.works(one) for one in span]])


def by_owner(values: Ints) -> Ints:
    """Return the indices of sellers from the numbers under which the loop knows them."""
    return values - FIRST_OWNER
