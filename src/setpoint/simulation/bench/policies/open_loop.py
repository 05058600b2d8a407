"""A company that records and informs, as the CRMs of today let it. In the middle it is looked at, and left alone."""

from datetime import date
from typing import Any

from setpoint.analysis.backtest import PRIOR
from setpoint.loop.cycle import LoopState, tick
from setpoint.simulation.bench.detection import detected
from setpoint.simulation.bench.policies.base import Steering, Task
from setpoint.simulation.books import Book
from setpoint.simulation.controls import FREE, Controls
from setpoint.simulation.seen.facts import calendar_of, facts_of, goals_of
from setpoint.simulation.seen.flow import flow_of
from setpoint.simulation.world import World


class OpenLoop(Steering):
    """Nothing is steered; the forecast of the middle and the alarms are kept to be judged."""

    def __init__(self, task: Task) -> None:
        """Begin without a forecast."""
        super().__init__(task)
        worked = task.quarter.worked
        self._middle = worked[len(worked) // 2]
        self._told: dict[str, Any] = {}

    def steer(self, world: World, day: date, book: Book) -> Controls:  # noqa: ARG002
        """Look on the morning after the middle."""
        if day == self._middle:
            task = self.task
            evening = date.fromordinal(day.toordinal() - 1)
            flow, events = flow_of(task.life.diary, world, evening)
            goals = goals_of(world, task.quarter.first, task.quarter.last, task.plan, task.quotas)
            calendar = calendar_of(world, task.quarter.first)
            since = int(task.life.diary.pages()[0].day.min())
            facts = facts_of(flow, events, goals, calendar, since, PRIOR)
            seen = tick(LoopState(), facts, flow.day, flow.day).verdicts
            elapsed = task.quarter.elapsed(day)
            self._told["middle"] = {
                "p_hit": float(seen.p_hit[0]),
                "mean": float(seen.mean[0]),
                "q10": float(seen.q10[0]),
                "q90": float(seen.q90[0]),
                "linear": float(seen.actual[0]) / elapsed,
            }
        return FREE

    def finish(self) -> None:
        """See when the charts would have spoken."""
        self._told["alarms"] = detected(self.task)

    def told(self) -> dict[str, Any]:
        """Return the forecast of the middle and the first alarms by stream."""
        return self._told
