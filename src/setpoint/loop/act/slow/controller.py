"""What a week should look like: who takes new items, which open ones to touch first, what an hour of each is worth."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from setpoint.analysis import worth
from setpoint.analysis.arrays import Floats, Ints, sum_by
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.fluid import Team, UnsolvableError, Week, solve
from setpoint.analysis.touches import IDLE, Touched, TouchModel, group_odds, learn_touches, trials_of
from setpoint.loop.plan.flow import Flow

AFTER = 0.95
"""What a win after the period counts: with less the next quarter is robbed."""
LOOK_BEYOND = 3
MOST_WEEKS = 13
RECENT_WEEKS = 4
WEEK = 5
FEWEST_TOUCHES = 50
"""Touches below which nothing is said: too little data."""


@dataclass(frozen=True)
class SlowLoop:
    """A flow seen by the slow loop on its day. What is dear to compute is computed when asked for."""

    flow: Flow
    calendar: Calendar
    last: int
    """Ordinal of the last day of the period."""
    after: float = AFTER

    @cached_property
    def trials(self) -> Touched:
        """Touches and what became of them."""
        rows = self.flow.spells
        return trials_of(
            rows.item,
            rows.stage,
            rows.channel,
            rows.start,
            rows.end,
            rows.next,
            self.calendar,
            now=self.flow.day,
        )

    @cached_property
    def model(self) -> TouchModel:
        """What touches and silence do."""
        return learn_touches(self.trials, stages=len(self.flow.stages.id))

    @property
    def knows_enough(self) -> bool:
        """Whether there are touches enough to learn from."""
        return bool(self.model.touches.sum() >= FEWEST_TOUCHES)

    @cached_property
    def left(self) -> int:
        """Working days left of the period."""
        return max(self.calendar.between(self.flow.day, max(self.last, self.flow.day)), 0)

    @cached_property
    def odds(self) -> Floats:
        """(channels + 1,) odds of moving on by channel, 1 for items of none."""
        channels = len(self.flow.channels)
        trials = self.trials
        found = group_odds(trials.channel, trials.stage, trials.moved, trials.touch, groups=max(channels, 1))
        return np.append(found[:channels], 1.0)

    @cached_property
    def tables(self) -> worth.Worth:
        """Worth and gain per unit of value by channel, stage and idle time."""
        return worth.worth_of(self.model, self.odds, left=self.left, after=self.after)

    @cached_property
    def idle(self) -> Ints:
        """(items,) working days since the last touch or entry."""
        since = np.where(self.flow.items.since < 0, self.flow.day, self.flow.items.since)
        return self.calendar.index(np.array([self.flow.day])) - self.calendar.index(since)

    @cached_property
    def value(self) -> Floats:
        """(items,) minor units; the mean where unknown."""
        listed = self.flow.items.value
        known = listed[np.isfinite(listed)]
        return np.where(np.isfinite(listed), listed, known.mean() if len(known) else 0.0)

    @cached_property
    def gain(self) -> Floats:
        """(items,) minor units that a touch on the next working day adds."""
        items = self.flow.items
        return self.value * np.maximum(worth.at(self.tables.gain, items.channel, items.stage, self.idle + 1), 0)

    def lost_by_waiting(self, days: Ints) -> Floats:
        """(items,) minor units lost where an item is left alone for so many working days (items,)."""
        items = self.flow.items
        now = worth.at(self.tables.value, items.channel, items.stage, self.idle)
        kept = np.ones(len(items))
        idle = self.idle.copy()
        for step in range(int(days.max(initial=0))):
            waits = days > step
            idle = np.where(waits, idle + 1, idle)
            fade = self.model.fade[items.stage, np.minimum(idle, IDLE)]
            kept = np.where(waits, kept * (1 - fade), kept)
        then = worth.at(self.tables.value, items.channel, items.stage, idle)
        return np.asarray(self.value * np.maximum(now - kept * then, 0))

    @cached_property
    def capacity(self) -> Floats:
        """(owners, weeks) touches that each can make in the weeks to come."""
        weeks = min(int(np.ceil(self.left / WEEK)) + LOOK_BEYOND, MOST_WEEKS)
        days = self.calendar.working_days(self.flow.day, self.flow.day + 7 * (weeks + 4))[: weeks * WEEK]
        here = np.array([~self.flow.capacity.away(int(day)) for day in days], dtype=np.float64).T
        here *= self.flow.active[:, None]
        return np.asarray(self.flow.capacity.touches_per_day[:, None] * here.reshape(len(here), -1, WEEK).sum(axis=2))

    @cached_property
    def needed(self) -> Floats:
        """(owners,) touches that the open items of each take until they are closed."""
        stages = len(self.flow.stages.id)
        tries = 1 / np.maximum(self.model.advance[:, 1] + self.model.end[:, 1], 1e-3)
        reach = self.model.advance[:, 1] * tries
        whole = np.zeros(stages + 1)
        for stage in range(stages - 1, -1, -1):
            whole[stage] = tries[stage] + reach[stage] * whole[stage + 1]
        return sum_by(self.flow.items.owner, whole[self.flow.items.stage], len(self.flow.owners))

    @cached_property
    def weeks(self) -> dict[int, Week]:
        """The solved programme of each team with people at work, by index of the team (negative: people of none)."""
        found = {}
        for team in sorted(set(self.flow.team.tolist())):
            members = np.flatnonzero(self.flow.team == team)
            if self.capacity[members].sum() > 0 and self.knows_enough:
                try:
                    found[team] = solve(self._team(members))
                except UnsolvableError:
                    continue
        return found

    @cached_property
    def routing(self) -> Floats:
        """(owners,) share of the new items of the own team; by capacity where the programme says nothing."""
        share = np.zeros(len(self.flow.owners))
        for team in sorted(set(self.flow.team.tolist())):
            members = np.flatnonzero(self.flow.team == team)
            week = self.weeks.get(team)
            able = self.capacity[members].sum(axis=1)
            even = able / able.sum() if able.sum() > 0 else np.full(len(members), 1 / len(members))
            share[members] = week.routing if week is not None else even
        return share

    @cached_property
    def touch_price(self) -> Floats:
        """(owners,) minor units that a touch more in the coming week is worth."""
        price = np.zeros(len(self.flow.owners))
        for team, week in self.weeks.items():
            price[self.flow.team == team] = week.touch_price
        return price

    def _team(self, members: Ints) -> Team:
        flow, model = self.flow, self.model
        stages, weeks = len(flow.stages.id), self.capacity.shape[1]
        mine = np.isin(flow.items.owner, members)
        place = np.searchsorted(members, flow.items.owner[mine])
        stock = np.bincount(place * stages + flow.items.stage[mine], minlength=len(members) * stages)
        spells = flow.spells
        recent = spells.arrival & (spells.start > flow.day - 7 * RECENT_WEEKS) & np.isin(spells.owner, members)
        ends = np.arange(1, weeks + 1) * WEEK
        inside = np.clip((self.left - (ends - WEEK)) / WEEK, 0, 1)
        return Team(
            stock=stock.reshape(len(members), stages).astype(np.float64),
            advance=np.tile(model.advance[:, 1], (len(members), 1)),
            end=model.end[:, 1],
            most=self._cadence(),
            fade=1 - np.prod(1 - model.fade[:, 2 : 2 + WEEK], axis=1),
            capacity=self.capacity[members],
            arrivals=np.full(weeks, float(recent.sum()) / RECENT_WEEKS),
            value=float(self.value.mean()) if len(self.value) else 1.0,
            weight=inside + self.after * (1 - inside),
            after=self.tables.value[-1, :, 1],
        )

    def _cadence(self) -> Floats:
        """(stages,) touches that an item takes in a week: as often as the quickest tenth of them came."""
        trials, stages = self.trials, len(self.flow.stages.id)
        gaps = np.full(stages, 2.0)
        for stage in range(stages):
            rows = trials.touch & (trials.stage == stage) & (trials.idle > 0)
            if rows.any():
                gaps[stage] = max(float(np.quantile(trials.idle[rows], 0.1)), 1.0)
        return WEEK / gaps
