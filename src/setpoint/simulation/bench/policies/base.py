"""What every policy of the benchmark is told, and the work that several of them share."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from setpoint.simulation.attention import ranks
from setpoint.simulation.bench.clock import Quarter
from setpoint.simulation.books import Book
from setpoint.simulation.draws import Bools, Floats, Ints
from setpoint.simulation.life import Life
from setpoint.simulation.policies import Open
from setpoint.simulation.world import World


@dataclass(frozen=True)
class Task:
    """A quarter to be steered."""

    life: Life
    quarter: Quarter
    plan: float
    """Revenue, minor units."""
    quotas: Ints
    """[owner] parts of the plan, minor units."""
    acceptance: float
    seed: int
    budget: Floats
    """[channel] usual spend a calendar day, minor units."""

    @property
    def world(self) -> World:
        """The company."""
        return self.life.world

    def pace(self, day: date) -> float:
        """Return revenue so far over what a straight line asks for; 1 before anything is asked."""
        share = self.quarter.elapsed(day)
        if share <= 0:
            return 1.0
        closed = self.life.diary.pages()[4]
        won = closed.won & (closed.day >= self.quarter.first.toordinal())
        return float(closed.amount[won].sum()) / (self.plan * share)


class Steering(Open):
    """A policy with its task; by itself the open loop."""

    def __init__(self, task: Task) -> None:
        """Take the task."""
        self.task = task
        self.actions = 0
        """Changes made: an order set for somebody, a deal moved, a weight, a setting."""

    def finish(self) -> None:
        """Look back on the evening of the last day."""

    def told(self) -> dict[str, Any]:
        """Return what there is to tell beyond the result: forecasts, alarms, corrections."""
        return {}


def evenly(world: World, book: Book, rows: Bools, able: Bools) -> Ints:
    """Return [deal] the owners after the chosen rows were dealt out in turn among the able of their teams."""
    owner = book.owner.copy()
    for team in range(len(world.parameters.teams)):
        takers = np.flatnonzero((world.team == team) & able)
        mine = np.flatnonzero(rows & (world.team[book.owner] == team))
        if len(takers):
            held = np.bincount(owner, minlength=len(world.team))[takers]
            order = takers[np.argsort(held, kind="stable")]
            owner[mine] = order[np.arange(len(mine)) % len(order)]
    return owner


def in_turn(world: World, day: date, team: Ints, able: Bools) -> Ints:
    """Return [arrival] sellers of each team one after the other, beginning with another one every day."""
    owner = np.zeros(len(team), dtype=np.int64)
    for number in range(len(world.parameters.teams)):
        takers = np.flatnonzero((world.team == number) & able)
        if not len(takers):
            takers = np.flatnonzero((world.team == number) & world.employed(day))
        rows = np.flatnonzero(team == number)
        owner[rows] = takers[(np.arange(len(rows)) + day.toordinal()) % len(takers)]
    return owner


def absent_for(world: World, day: date, working_days: int) -> Bools:
    """Return [owner], true for those who have been away on all of the last working days, today included."""
    away, count = world.absent(day).copy(), 1
    before = day
    while count < working_days:
        before = date.fromordinal(before.toordinal() - 1)
        if world.works(before):
            away &= world.absent(before)
            count += 1
    return away


def places(book: Book, score: Floats) -> Floats:
    """Return [deal] a priority from a score: NaN where the score is."""
    advised = np.flatnonzero(~np.isnan(score))
    found = np.full(len(book), np.nan)
    found[advised] = -ranks(book.ref[advised], book.owner[advised], score[advised]).astype(np.float64)
    return found
