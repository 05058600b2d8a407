"""Workflow automation as CRMs ship it: turns without the absent, untouched leads move on, fresh and forgotten first."""

from datetime import date

import numpy as np

from setpoint.simulation.bench.policies.base import Steering, Task, evenly, in_turn
from setpoint.simulation.books import Arrivals, Book
from setpoint.simulation.controls import FREE, Controls
from setpoint.simulation.draws import Floats, Ints
from setpoint.simulation.world import World

LOW_PACE = 0.90
OVERTIME, DISCOUNT = 0.10, 0.05
UNTOUCHED = 2
"""Working days after which an untouched lead goes to a colleague."""
FORGOTTEN = 7
WARM_UP = 5
"""Working days of a quarter in which no pace is asked for."""


class Rules(Steering):
    """Fixed rules, each evaluated every day."""

    def __init__(self, task: Task) -> None:
        """Begin with nothing turned."""
        super().__init__(task)
        self._low = False

    def steer(self, world: World, day: date, book: Book) -> Controls:  # noqa: ARG002
        """Overtime and a discount while the pace is low."""
        low = self.task.quarter.elapsed(day) * len(self.task.quarter.worked) >= WARM_UP and (
            self.task.pace(day) < LOW_PACE
        )
        self.actions += int(low != self._low)
        self._low = low
        return self.paid(low=low)

    def paid(self, *, low: bool) -> Controls:
        """Return what is paid for when the pace is low."""
        return Controls(overtime=OVERTIME, discount=DISCOUNT) if low else FREE

    def route(self, world: World, day: date, arrivals: Arrivals) -> Ints:
        """Deal out in turn among those who are there."""
        return in_turn(world, day, arrivals.team, ~world.absent(day))

    def reassign(self, world: World, day: date, book: Book) -> Ints:
        """Move leads that nobody has touched, once each."""
        waiting = ~book.touched & (book.idle_days >= UNTOUCHED) & (book.handed_over_on < 0)
        owner = evenly(world, book, waiting, ~world.absent(day))
        self.actions += int((owner != book.owner).sum())
        return owner

    def prioritise(self, world: World, day: date, book: Book) -> Floats:  # noqa: ARG002
        """Fresh leads first, then forgotten deals; the rest as everybody likes."""
        fresh, forgotten = ~book.touched, book.idle_days >= FORGOTTEN
        return np.where(fresh, 2.0 - 0.01 * book.idle_days, np.where(forgotten, 1.0, np.nan))
