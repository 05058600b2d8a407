"""One cell: a company drawn from a family lives one quarter and its run-off under every policy, with the same luck."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from setpoint.simulation.bench.cell_costs import DISCOUNT_WEIGHT, MARGIN, OVERTIME_PAY
from setpoint.simulation.bench.clock import SHORT_WARM_UP, WARM_UP, Quarter
from setpoint.simulation.bench.family import Family, Frame
from setpoint.simulation.bench.policies.base import Steering, Task
from setpoint.simulation.bench.scenario import Scenario
from setpoint.simulation.draws import Floats, Ints
from setpoint.simulation.history import days
from setpoint.simulation.life import Life
from setpoint.simulation.parameters import WorldParameters
from setpoint.simulation.policies import Open
from setpoint.simulation.prototype import MEDIA_SHARE, TOUCH_COST, prototype
from setpoint.simulation.world import World

REPLICAS = 5
WEEK = 7


@dataclass
class Result:
    """What one policy made of a cell; money in minor units."""

    revenue: float
    run_off: float
    discount: float
    overtime: float
    media: float
    actions: int
    weeks: float
    extra: dict[str, Any] = field(default_factory=dict)
    """What only some policies tell: forecasts, alarms, corrections."""

    @property
    def net(self) -> float:
        """.6 of revenue, less discounts, overtime and extra media, over quarter and run-off."""
        return MARGIN * (self.revenue + self.run_off) - self.paid_net

    @property
    def paid_net(self) -> float:
        """What paid levers take from the net."""
        return DISCOUNT_WEIGHT * self.discount + self.overtime + self.media

    @property
    def paid(self) -> float:
        """What paid levers cost: discounts in full, overtime, extra media."""
        return self.discount + self.overtime + self.media


@dataclass(frozen=True)
class Cell:
    """A company before its quarter, warmed up, with its plan."""

    scenario: Scenario
    quarter: Quarter
    evening: Life
    plan: float
    quotas: Ints
    seed: int

    def task(self) -> Task:
        """Return the task with a life of its own."""
        life = self.evening.copy()
        life.quota = self.quotas.astype(np.float64)
        life.begin_quarter()
        return Task(life, self.quarter, self.plan, self.quotas, self.scenario.acceptance, self.seed, self.budget)

    @property
    def budget(self) -> Floats:
        """[channel] usual spend a calendar day."""
        shares = np.array([channel.share for channel in self.scenario.parameters.channels])
        length = (self.quarter.last - self.quarter.first).days + 1
        return np.asarray(MEDIA_SHARE * self.plan / length * shares / shares.sum())


def seed_of(seed: int, number: int) -> int:
    """Return the seed of a cell: the same number is the same company in every family that changes nothing in it."""
    return (seed * 1_000_003 + number * 7919 + 17) & 0x7FFFFFFF


def prepare(family: Family, number: int, seed: int) -> Cell:
    """Draw a company, let it live up to its quarter without steering, and set its plan.

    The plan is its own mean quarter without shocks under the open loop, over five other histories.
    """
    own = seed_of(seed, number)
    luck = np.random.default_rng([own, 1])
    base = prototype()
    quarter = Quarter.numbered(int(luck.integers(4)), base.country)
    frame = Frame(base.owners, len(base.teams), len(base.channels), len(quarter.worked))
    scenario = family.draw(np.random.default_rng([own, 2]), frame)
    world = World(scenario.struck(quarter), seed=own)
    life = _lived(world, quarter.first - WARM_UP, quarter)
    plan, quotas = planned(scenario.parameters, quarter, own)
    return Cell(scenario, quarter, life, plan, quotas, own)


def _lived(world: World, since: date, quarter: Quarter) -> Life:
    life, policy = Life(world), Open()
    for day in days(since, quarter.first - timedelta(days=1)):
        life.live(day, policy)
    return life


def planned(parameters: WorldParameters, quarter: Quarter, own: int) -> tuple[float, Ints]:
    """Return the plan and its split among sellers in proportion to what each sold in these histories."""
    own_people = World(parameters, seed=own)
    usual = own_people.touches_per_day / parameters.touches_per_day
    # five companies side by side in one world: their sum has the demand of five with the dispersion of five
    five = replace(
        parameters,
        shocks=(),
        gaming=type(parameters.gaming)(),
        teams=parameters.teams * REPLICAS,
        paces=tuple(usual.tolist()) * REPLICAS,
        skills=tuple(own_people.skill.tolist()) * REPLICAS,
        dispersion=parameters.dispersion * REPLICAS,
        customers=parameters.customers * REPLICAS,
    )
    life = _lived(World(five, seed=own + 1), quarter.first - SHORT_WARM_UP, quarter)
    for day in days(quarter.first, quarter.last):
        life.live(day, Open())
    closed = life.diary.pages()[4]
    won = closed.won & (closed.day >= quarter.first.toordinal())
    owner = closed.owner[won] % parameters.owners
    sold = np.bincount(owner, weights=closed.amount[won], minlength=parameters.owners) / REPLICAS
    plan = float(sold.sum())
    shares = (sold + plan / parameters.owners / 4) / (plan * 1.25)
    return plan, np.rint(plan * shares).astype(np.int64)


def steered(cell: Cell, policy: Callable[[Task], Steering]) -> Result:
    """Let the company live its quarter under a policy and the next one without any."""
    task = cell.task()
    steering, life = policy(task), task.life
    paid = Paid(cell)
    for day in days(cell.quarter.first, cell.quarter.last):
        life.live(day, steering)
        paid.count(life, day)
    steering.finish()
    revenue = sold_between(life, cell.quarter.first, cell.quarter.last)
    life.quota = None
    for day in days(*cell.quarter.run_off):
        life.live(day, Open())
    return Result(
        revenue=revenue,
        run_off=sold_between(life, *cell.quarter.run_off),
        discount=paid.discount,
        overtime=paid.overtime,
        media=paid.media,
        actions=steering.actions,
        weeks=(cell.quarter.last - cell.quarter.first).days / WEEK,
        extra=steering.told(),
    )


def sold_between(life: Life, first: date, last: date) -> float:
    """Return what was sold on the days first..last, minor units."""
    closed = life.diary.pages()[4]
    rows = closed.won & (closed.day >= first.toordinal()) & (closed.day <= last.toordinal())
    return float(closed.amount[rows].sum())


class Paid:
    """What the paid levers of a quarter cost."""

    def __init__(self, cell: Cell) -> None:
        """Begin with nothing."""
        self._budget = cell.budget
        self.discount = self.overtime = self.media = 0.0

    def count(self, life: Life, day: date) -> None:
        """Add what was asked for on a day that has been lived."""
        asked, world = life.asked, life.world
        if np.any(asked.overtime) and world.works(day):
            extra = np.where(world.absent(day), 0.0, world.touches_per_day * np.asarray(asked.overtime))
            self.overtime += float(extra.sum()) * TOUCH_COST * OVERTIME_PAY
        if asked.spend:
            self.media += float(((np.array(asked.spend) - 1) * self._budget).sum())
        if asked.discount:
            self.discount += sold_between(life, day, day) * asked.discount / (1 - asked.discount)
