"""Small simulated flows with known daily chances, the ground truth of the tests of forecasts."""

from bisect import bisect
from dataclasses import dataclass
from datetime import date

import numpy as np

from setpoint.analysis.calendar import EVERY_DAY, Calendar, business_calendar
from setpoint.analysis.flow import Flow
from setpoint.analysis.spells import CENSORED, LOST, WON, Spells

FIRST = date(2024, 1, 1)
LAST = date(2024, 12, 31)


def every_day() -> Calendar:
    return business_calendar(FIRST, LAST, week=EVERY_DAY)


@dataclass(frozen=True)
class World:
    """Two stages; each day an item is won, lost, moved on or touched with a fixed chance per stage."""

    win: tuple[float, float] = (0.0, 0.08)
    lose: tuple[float, float] = (0.03, 0.03)
    move: tuple[float, float] = (0.06, 0.0)
    touch: tuple[float, float] = (0.20, 0.20)
    arrivals: float = 6.0
    owners: int = 4
    value: float = 1000_00.0
    value_sd: float = 0.5
    shock_day: int = 10**6
    """Day of the flow from which on chances to win and arrivals are multiplied; nobody is told."""
    shock_win: float = 1.0
    shock_arrivals: float = 1.0

    def live(self, seed: int, days: int = 366) -> Flow:
        """The flow of `days` days from FIRST; items still open at the end are CENSORED on the last day."""
        rng = np.random.default_rng(seed)
        rows: list[tuple[int, ...]] = []
        begin = FIRST.toordinal()
        end = begin + days - 1
        items = 0
        for day in range(begin, end + 1):
            shocked = day - begin >= self.shock_day
            for _ in range(rng.poisson(self.arrivals * (self.shock_arrivals if shocked else 1.0))):
                rows += self._life(rng, items, day, end)
                items += 1
        table = np.array(rows)
        value = np.round(self.value * rng.lognormal(-(self.value_sd**2) / 2, self.value_sd, items))[table[:, 0]]
        return Flow(
            spells=Spells(table[:, 1], table[:, 2], table[:, 3], table[:, 4]),
            item=table[:, 0],
            node=1 + table[:, 0] % self.owners,
            value=value,
            realised=np.where(table[:, 4] == WON, value, np.nan),
            arrival=np.append(True, np.diff(table[:, 0]) > 0),
            traits=np.zeros((0, len(table)), dtype=np.int64),
        )

    def _life(self, rng, item: int, day: int, end: int) -> list[tuple[int, ...]]:
        rows, stage, start = [], 0, day
        break_day = FIRST.toordinal() + self.shock_day
        while True:
            win = self.win[stage] * (self.shock_win if day >= break_day else 1.0)
            borders = np.cumsum((win, self.lose[stage], self.move[stage], self.touch[stage])).tolist()
            before, day = day, day + int(rng.geometric(borders[-1]))
            if before < break_day <= day:
                day = break_day
                continue
            if day > end:
                return [*rows, (item, stage, start, end, CENSORED)]
            following = (WON, LOST, 1, stage)[bisect(borders[:3], rng.random() * borders[-1])]
            rows.append((item, stage, start, day, following))
            if following < 0:
                return rows
            stage, start = following, day


def chance_to_win(world: World, stage: int, days: int) -> float:
    """Exact P(won within `days`), from powers of the world's transition matrix."""
    step = np.eye(4)
    for s in (0, 1):
        step[s, 2] = world.win[s]
        step[s, 3] = world.lose[s]
        step[s, 1 - s] += world.move[s]
        step[s, s] = 1 - world.win[s] - world.lose[s] - world.move[s]
    return float(np.linalg.matrix_power(step, days)[stage, 2])
