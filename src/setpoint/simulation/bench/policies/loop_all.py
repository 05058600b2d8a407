"""The loop with its paid levers on: overtime and spend, where their price says so and the plan is in danger."""

from datetime import date

import numpy as np

from setpoint.simulation.bench.cell_costs import MARGIN, OVERTIME_PAY
from setpoint.simulation.bench.policies.base import Task
from setpoint.simulation.bench.policies.loop import Loop
from setpoint.simulation.controls import Controls
from setpoint.simulation.prototype import TOUCH_COST

DANGER = 0.5
"""Chance of the plan below which money may be spent; above .55 it is not spent any more."""
OVERTIME = 0.10
STEP, MOST, CERTAIN = 0.2, 0.4, 0.35
LAST_WEEKS = 4
"""Weeks before the end in which no spend is changed: what it brings comes too late."""


class LoopAll(Loop):
    """Pays where a touch or a lead is worth more than it costs."""

    def __init__(self, task: Task) -> None:
        """Begin with the usual."""
        super().__init__(task)
        self._spend = np.ones(len(task.world.parameters.channels))
        self._overtime = 0.0
        self._danger = False

    def turn(self, day: date) -> None:
        """Turn the loop; on Mondays decide what to pay for."""
        super().turn(day)
        if day.weekday() != 0 or self.slow is None or not self.looks:
            return
        p_hit = self.looks[-1].p_hit
        self._danger = p_hit < DANGER or (self._danger and p_hit < DANGER + 0.05)
        before = (self._overtime, self._spend.copy())
        self._overtime = OVERTIME if self._danger and self._touch_pays() else 0.0
        if self.slow.left >= LAST_WEEKS * 5:
            self._set_spend()
        self.actions += int(before[0] != self._overtime) + int(np.any(before[1] != self._spend))

    def paid(self) -> Controls:
        """Return what is paid for."""
        return Controls(overtime=self._overtime, spend=tuple(self._spend.tolist()))

    def _touch_pays(self) -> bool:
        slow = self.slow
        if slow is None:
            return False
        price = float(np.median(slow.touch_price[slow.flow.active]))
        return MARGIN * price * self.task.world.parameters.overtime_yield > TOUCH_COST * OVERTIME_PAY

    def _set_spend(self) -> None:
        slow, world = self.slow, self.task.world
        if slow is None or not slow.weeks:
            return
        if not self._danger:
            self._spend = np.ones_like(self._spend)
            return
        spells = slow.flow.spells
        recent = spells.arrival & (spells.start > slow.flow.day - 28)
        leads = np.bincount(np.maximum(spells.channel[recent], 0), minlength=len(self._spend)) / 28
        price = MARGIN * float(np.mean([week.item_price for week in slow.weeks.values()]))
        beta = np.array([channel.beta for channel in world.parameters.channels])
        odds = slow.odds[: len(beta)] ** len(world.parameters.stages)
        marginal = self.task.budget * self._spend / np.maximum(leads, 0.1) / beta
        worth = np.log(np.maximum(price * odds, 1.0) / np.maximum(marginal, 1.0))
        step = np.where(np.abs(worth) > CERTAIN, np.clip(0.4 * worth, -STEP, STEP), 0.0)
        self._spend = np.clip(self._spend * np.exp(step), 1 - MOST, 1 + MOST)
