"""A PID controller on pace over the order of the rules; its actuator is the budget of the channels."""

from datetime import date

from setpoint.simulation.bench.policies.base import Task
from setpoint.simulation.bench.policies.rules import WARM_UP, Rules
from setpoint.simulation.books import Book
from setpoint.simulation.controls import Controls
from setpoint.simulation.world import World

PROPORTIONAL, INTEGRAL, DERIVATIVE = 0.8, 0.05, 0.2
MOST = 0.4


class Pid(Rules):
    """Spends more while the pace is low, less while it is high."""

    def __init__(self, task: Task) -> None:
        """Begin at rest."""
        super().__init__(task)
        self._sum = self._last = 0.0

    def steer(self, world: World, day: date, book: Book) -> Controls:  # noqa: ARG002
        """Set the spend from the deviation of the pace; the integral rests while the budget is at its limit."""
        days = len(self.task.quarter.worked)
        elapsed = self.task.quarter.elapsed(day)
        if elapsed * days < WARM_UP:
            return Controls()
        error = (1 - self.task.pace(day)) * elapsed
        wanted = PROPORTIONAL * error + INTEGRAL * self._sum + DERIVATIVE * (error - self._last)
        if abs(wanted) < MOST:
            self._sum += error
        self._last = error
        change = min(max(wanted, -MOST), MOST)
        return Controls(spend=tuple(1 + change for _ in world.parameters.channels))
