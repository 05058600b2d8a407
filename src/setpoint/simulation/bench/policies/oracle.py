"""Who knows everything: true chances, all absences and shocks to come, people who do what is advised, no hold-outs.

It steers as the loop does, by the fluid programme and the order of what a touch adds, so it is no strict upper bound.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from setpoint.analysis import worth
from setpoint.analysis.arrays import Bools
from setpoint.analysis.touches import IDLE, TouchModel
from setpoint.loop.act.slow.controller import WEEK, SlowLoop
from setpoint.simulation import demand, shocks, staff
from setpoint.simulation.attention import ranks
from setpoint.simulation.bench.policies.base import Steering, Task
from setpoint.simulation.books import NEVER, Arrivals, Book
from setpoint.simulation.controls import FREE, Controls
from setpoint.simulation.draws import Floats, Ints
from setpoint.simulation.seen.facts import calendar_of
from setpoint.simulation.seen.flow import flow_of
from setpoint.simulation.steering.proposing import room
from setpoint.simulation.world import World

LONG_AWAY = 4
HOLD = 28
A_DAY = 4
"""Deals that an absent seller may give away a day."""


class Knowing(SlowLoop):
    """The slow loop with the truth in place of estimates."""

    def __init__(self, world: World, day: date, slow: SlowLoop) -> None:
        """Take the world itself."""
        super().__init__(slow.flow, slow.calendar, slow.last)
        object.__setattr__(self, "world", world)
        object.__setattr__(self, "today", day)

    world: World
    today: date

    @cached_property
    def odds(self) -> Floats:
        """True odds of the channels."""
        return np.asarray(np.exp([*(channel.log_odds for channel in self.world.parameters.channels), 0.0]))

    @cached_property
    def capacity(self) -> Floats:
        """True touches of the weeks to come."""
        weeks = super().capacity.shape[1]
        days = self.calendar.working_days(self.flow.day, self.flow.day + 7 * (weeks + 4))[: weeks * WEEK]
        dates = [date.fromordinal(int(day)) for day in days]
        able = np.array([~self.world.absent(day) * staff.pace(self.world.parameters, day) for day in dates]).T
        able = able * self.world.touches_per_day[:, None]
        return np.asarray(able.reshape(len(able), -1, WEEK).sum(axis=2))

    @cached_property
    def model(self) -> TouchModel:
        """True chances, people's own cadence."""
        learnt, stages = super().model, self.world.parameters.stages
        idle = np.arange(IDLE + 1)
        advance, end, fade = (np.zeros((len(stages), IDLE + 1)) for _ in range(3))
        for n, stage in enumerate(stages):
            pull = stage.advance * np.exp(stage.idle * np.maximum(idle - (stage.gap if n else 0), 0))
            whole = pull + 1 - stage.advance
            advance[n], end[n] = pull / whole, stage.loss / whole
            fade[n] = np.where(idle > stage.grace, stage.decay, 0.0)
        for shock in self.world.parameters.shocks:
            if isinstance(shock, shocks.Competitor) and shock.on(self.today) and shock.team is None:
                advance[shock.from_stage :] *= np.exp(shock.log_odds)
        return TouchModel(advance, end, fade, learnt.cadence, learnt.touches)

    @cached_property
    def coming(self) -> float:
        """Demand of the next four weeks relative to that of the last four."""
        parameters, capacity = self.world.parameters, self.world.touches_per_day

        def mean(begin: int) -> float:
            span = [self.today + timedelta(days=n) for n in range(begin, begin + 28)]
            return float(sum(demand.expected(parameters, capacity, day).sum() for day in span))

        return mean(0) / max(mean(-28), 1e-9)


class Oracle(Steering):
    """Routing, order, and every hand-over that helps."""

    def __init__(self, task: Task) -> None:
        """Give the company people who follow every advice."""
        world = task.life.world
        obedient = World(replace(world.parameters, compliance=1.0), seed=world.seed)
        task.life.world = obedient
        super().__init__(task)
        self._calendar = calendar_of(obedient, task.quarter.first)
        self._slow: Knowing | None = None
        self._routing: Floats | None = None
        self._away = np.zeros(obedient.parameters.owners, dtype=np.bool_)
        self._may_move = world.parameters.handover_harm <= 0

    def steer(self, world: World, day: date, book: Book) -> Controls:  # noqa: ARG002
        """Look once a day."""
        if world.works(day):
            flow, _ = flow_of(self.task.life.diary, world, day - timedelta(days=1), foreseen=True)
            seen = SlowLoop(flow, self._calendar, self.task.quarter.last.toordinal())
            self._slow = Knowing(world, day, seen)
        return FREE

    def route(self, world: World, day: date, arrivals: Arrivals) -> Ints:
        """Deal out by the programme, solved on Mondays and when somebody comes or goes."""
        if self._slow is None:
            return world.route(arrivals, world.routing(day))
        away = world.absent(day)
        if self._routing is None or day.weekday() == 0 or (away != self._away).any():
            self._routing, self._away = self._slow.routing, away
        weights = np.where(away, 0.0, np.maximum(self._routing, 1e-4))
        return world.route(arrivals, weights + 1e-9)

    def reassign(self, world: World, day: date, book: Book) -> Ints:
        """Move what the absent cannot touch, unless hand-overs do harm."""
        owner = book.owner.copy()
        if self._slow is None or not self._may_move:
            return owner
        away = world.absent(day)
        free = room(self._slow, ~away)
        ahead = [day + timedelta(days=n) for n in range(14)]
        long_away = away & (np.array([world.absent(one) for one in ahead if world.works(one)]).sum(axis=0) >= LONG_AWAY)
        fresh = ~book.touched & (book.handed_over_on == NEVER) & (away[owner] | (book.idle_days >= 1))
        rested = book.touched & long_away[owner] & (book.handed_over_on < day.toordinal() - HOLD)
        given = ranks(book.ref, np.where(rested, owner, -1), book.amount.astype(np.float64)) < A_DAY
        for row in np.flatnonzero(fresh | (rested & given)).tolist():
            self._give(world, owner, row, free, away)
        self.actions += int((owner != book.owner).sum())
        return owner

    def _give(self, world: World, owner: Ints, row: int, free: Floats, away: Bools) -> None:
        giver = int(owner[row])
        able = np.flatnonzero((world.team == world.team[giver]) & ~away & (np.arange(len(away)) != giver))
        if not len(able):
            return
        taker = int(able[np.argmax(free[able])])
        if away[giver] or free[taker] > free[giver] + 5:
            owner[row] = taker
            free[taker] -= 3

    def prioritise(self, world: World, day: date, book: Book) -> Floats:  # noqa: ARG002
        """Order by what a touch adds."""
        if self._slow is None:
            return np.full(len(book), np.nan)
        return book.amount * worth.at(self._slow.tables.gain, book.channel, book.stage, book.idle_days)
