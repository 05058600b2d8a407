"""When charts of leading indicators would have spoken: arrivals in all and by channel, late stages by team."""

from datetime import timedelta

import numpy as np

from setpoint.analysis.arrays import Floats
from setpoint.analysis.monitor import Streams, watch
from setpoint.simulation.bench.policies.base import Task
from setpoint.simulation.seen.entries import events_by
from setpoint.simulation.working_days import is_worked

BUDGET = 0.8
"""False alarms per manager and month that the charts may raise."""
DAYS_A_MONTH = 21
RHO_COUNT, RHO_RATE = 0.7, 0.75
BACK = timedelta(days=190)


def detected(task: Task) -> dict[str, list[int]]:
    """Return by stream the working days of the quarter (from 0) on which an alarm began."""
    arrivals, moves, touches, names, first = series(task)
    arl0 = (len(arrivals) + len(moves)) * DAYS_A_MONTH / BUDGET
    begun: dict[str, list[int]] = {name: [] for name in [*names, *(f"team {n}" for n in range(len(moves)))]}
    before = np.zeros(len(begun), dtype=np.bool_)
    for end in range(first + 1, arrivals.shape[1] + 1):
        counts = Streams(arrivals[:, :end], np.ones((len(arrivals), end)))
        rates = Streams(moves[:, :end], touches[:, :end], touches[:, :end])
        over = np.concatenate(
            [
                watch(counts, arl0=np.full(len(arrivals), arl0), rho=RHO_COUNT, rho_other=1 / RHO_COUNT).over,
                watch(rates, arl0=np.full(len(moves), arl0), rho=RHO_RATE, rho_other=1 / RHO_RATE).over,
            ]
        )
        for name, new in zip(begun, (over & ~before).tolist(), strict=True):
            if new:
                begun[name].append(end - first - 1)
        before = over
    return begun


def series(task: Task) -> tuple[Floats, Floats, Floats, list[str], int]:
    """Return arrivals (1 + channels, steps), late moves and touches (teams, steps), their names, first step inside."""
    world, quarter = task.world, task.quarter
    begin = quarter.first - BACK
    span = [begin + timedelta(days=n) for n in range((quarter.last - begin).days + 1)]
    worked = np.array([is_worked(quarter.country, day) for day in span])
    step = np.maximum(np.cumsum(worked) - 1, 0)
    events = events_by(task.life.diary, world, quarter.last.toordinal())
    inside = (events.day >= begin.toordinal()) & (events.day <= quarter.last.toordinal())
    at = step[np.where(inside, events.day - begin.toordinal(), 0)]
    steps, channels, teams = int(worked.sum()), len(world.parameters.channels), len(world.parameters.teams)
    opened = inside & (events.kind == events.OPENED)
    arrivals = np.zeros((1 + channels, steps))
    np.add.at(arrivals, (0, at[opened]), 1)
    np.add.at(arrivals, (1 + events.channel[opened], at[opened]), 1)
    late = len(world.parameters.stages) - 2
    team = world.team[events.owner]
    moved = inside & ((events.kind == events.WON) | ((events.kind == events.MOVED) & (events.stage > late)))
    touched = inside & (events.kind == events.TOUCHED) & (events.stage >= late)
    moves, touches = np.zeros((teams, steps)), np.zeros((teams, steps))
    np.add.at(moves, (team[moved], at[moved]), 1)
    np.add.at(touches, (team[touched], at[touched]), 1)
    names = ["arrivals", *(f"channel {n}" for n in range(channels))]
    return arrivals, moves, np.maximum(touches, moves), names, steps - len(quarter.worked)
