"""An attentive manager: looks once a week, leaves out who is away, asks for overtime when the pace is low."""

from datetime import date

import numpy as np

from setpoint.simulation.bench.policies.base import Steering, Task, absent_for, evenly, in_turn
from setpoint.simulation.books import Arrivals, Book
from setpoint.simulation.controls import FREE, Controls
from setpoint.simulation.draws import Ints
from setpoint.simulation.world import World

LOW_PACE = 0.85
OVERTIME = 0.10
PATIENCE = 5
"""Working days of absence after which a book is dealt out."""


class Manager(Steering):
    """The open loop with a weekly human reaction."""

    def __init__(self, task: Task) -> None:
        """Begin without having looked."""
        super().__init__(task)
        self._gone = np.zeros(task.world.parameters.owners, dtype=np.bool_)
        self._controls = FREE

    def steer(self, world: World, day: date, book: Book) -> Controls:  # noqa: ARG002
        """Decide on Mondays."""
        if day.weekday() == 0:
            self._gone = world.absent(day)
            low = self.task.pace(day) < LOW_PACE
            self.actions += int(self._gone.any()) + int(low != (self._controls is not FREE))
            self._controls = Controls(overtime=OVERTIME) if low else FREE
        return self._controls

    def route(self, world: World, day: date, arrivals: Arrivals) -> Ints:
        """Deal out in turn, without those who were away on Monday."""
        return in_turn(world, day, arrivals.team, ~self._gone & world.employed(day))

    def reassign(self, world: World, day: date, book: Book) -> Ints:
        """Deal out on Mondays the book of who has been away for a week."""
        if day.weekday() != 0:
            return book.owner
        long_away = absent_for(world, day, PATIENCE)
        owner = evenly(world, book, long_away[book.owner], ~world.absent(day))
        self.actions += int((owner != book.owner).sum())
        return owner
