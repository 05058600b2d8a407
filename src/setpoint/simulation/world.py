"""The simulated company: people, demand and luck. A day is computed from the book it is given."""

from datetime import date

import numpy as np

from setpoint.simulation import attention, demand, outcomes, shocks, staff
from setpoint.simulation.absences import Absences
from setpoint.simulation.books import UNKNOWN, Arrivals, Book, DayOutcome, Touches
from setpoint.simulation.controls import FREE, Controls
from setpoint.simulation.draws import Bools, Floats, Ints, Stream, categories, normals, uniforms
from setpoint.simulation.parameters import WorldParameters
from setpoint.simulation.working_days import is_worked

_CONNECTS = np.array([0.45, 0.35, 1.0])  # calls, e-mails, meetings that change nothing


class World:
    """A seeded company. It keeps no state between days: the same day and book give the same outcome."""

    def __init__(self, parameters: WorldParameters, *, seed: int, people: int | None = None) -> None:
        """Draw the sellers: capacity and skill hang on the seed `people`, by default `seed`, and on their number."""
        self.parameters = parameters
        self.seed = seed
        people = seed if people is None else people
        owners = np.arange(parameters.owners)
        spread = np.clip(normals(owners, seed=people, stream=Stream.PACE), -2, 2)
        paces = np.array(parameters.paces) if parameters.paces else 1 + parameters.capacity_sd * spread
        self.touches_per_day: Floats = parameters.touches_per_day * paces
        drawn = parameters.skill_sd * normals(owners, seed=people, stream=Stream.SKILL)
        self.skill: Floats = np.array(parameters.skills) if parameters.skills else drawn
        self.team: Ints = np.repeat(np.arange(len(parameters.teams)), parameters.teams)
        self._absences = Absences(parameters, seed)
        self._arrivals: dict[date, Arrivals] = {}
        self._moves = any(isinstance(shock, shocks.Leaving | shocks.Joining) for shock in parameters.shocks)

    def works(self, day: date) -> bool:
        """Say whether `day` is a working day of the company."""
        return is_worked(self.parameters.country, day)

    def absent(self, day: date) -> Bools:
        """Return [owner], true where the seller is away on `day`, has not begun or has left."""
        away = self._absences.on(day)
        return away | ~staff.employed(self.parameters, day) if self._moves else away

    def employed(self, day: date) -> Bools:
        """Return [owner], true for those who work here on `day`."""
        return staff.employed(self.parameters, day)

    def capacity(self, day: date, controls: Controls = FREE) -> Ints:
        """Return [owner], the touches that each seller can make on `day`: none when away or on a free day."""
        owners = np.arange(self.parameters.owners)
        round_up = uniforms(owners, seed=self.seed, stream=Stream.CAPACITY, day=day.toordinal())
        pace = self.touches_per_day * (1 + self.parameters.overtime_yield * np.asarray(controls.overtime))
        if self._moves:
            pace = pace * staff.pace(self.parameters, day)
        touches = np.maximum(pace + round_up, 0).astype(np.int64)
        return np.where(self.absent(day) | (not self.works(day)), 0, touches)

    def arrivals(self, day: date, controls: Controls = FREE) -> Arrivals:
        """Return the enquiries that come in on `day`; they come on free days too."""
        if not controls.plain_spend:
            return demand.arrivals(self.parameters, self.seed, self.touches_per_day, day, controls.spend)
        if day not in self._arrivals:
            self._arrivals[day] = demand.arrivals(self.parameters, self.seed, self.touches_per_day, day)
        return self._arrivals[day]

    def routing(self, day: date) -> Floats:
        """Return [owner], the share of his team's enquiries that each seller gets: equal, but for a scenario."""
        weight = staff.employed(self.parameters, day).astype(np.float64)
        for shock in self.parameters.shocks:
            if isinstance(shock, shocks.Flood) and shock.on(day):
                weight[shock.owner] *= shock.factor
        return weight / np.bincount(self.team, weights=weight)[self.team]

    def route(self, arrivals: Arrivals, weight: Floats) -> Ints:
        """Return the seller of each arrival, drawn within its team by `weight` [owner]."""
        own = np.where(self.team == np.arange(len(self.parameters.teams))[:, None], weight, 0.0)
        return categories(arrivals.ref, own[arrivals.team], seed=self.seed, stream=Stream.ROUTE)

    def work_day(self, day: date, book: Book, controls: Controls = FREE) -> DayOutcome:
        """Let the sellers work `book` on `day`: who is touched, and what becomes of the deals.

        Nothing happens on a free day. The order of the rows of the book does not matter.
        """
        minute = np.full(len(book), UNKNOWN, dtype=np.int64)
        if not self.works(day):
            book, minute = book.rows(np.arange(0)), minute[:0]
        reachable = attention.reachable(self.parameters, book, self.absent(day))
        if controls.holding_back is not None:
            reachable &= ~(controls.holding_back[book.owner] & (book.stage == len(self.parameters.stages) - 1))
        at_hand = np.flatnonzero(reachable)
        capacity = self.capacity(day, controls)
        rows = attention.chosen(self.parameters, self.seed, book.rows(at_hand), capacity, day.toordinal())
        rows = at_hand[rows]
        minute[rows] = attention.minutes(self.seed, book.rows(rows), day.toordinal())
        results = outcomes.results(self.parameters, self.seed, self.skill, book, minute, day, controls)
        return DayOutcome(touches=self._touches(book.rows(rows), minute[rows], results.ref, day), results=results)

    def _touches(self, touched: Book, minute: Ints, changed: Ints, day: date) -> Touches:
        """Return the touches in order of time; one that changed the deal did reach the customer."""
        weights = np.array([stage.kinds for stage in self.parameters.stages])[touched.stage]
        kind = categories(touched.ref, weights, seed=self.seed, stream=Stream.KIND, day=day.toordinal())
        luck = uniforms(touched.ref, seed=self.seed, stream=Stream.CONNECTED, day=day.toordinal())
        touches = Touches(
            ref=touched.ref,
            owner=touched.owner,
            kind=kind,
            minute=minute,
            connected=np.isin(touched.ref, changed) | (luck < _CONNECTS[kind]),
        )
        return touches.rows(np.lexsort((touches.ref, minute)))
