"""Two simple ways to steer the simulated company, and what a quarter is worth under them."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import numpy as np

from setpoint.simulation.books import Book
from setpoint.simulation.event_log import EventLog
from setpoint.simulation.history import history
from setpoint.simulation.parameters import WorldParameters
from setpoint.simulation.policies import Open, Policy
from setpoint.simulation.world import World

WARM_UP = date(2025, 1, 1), date(2025, 3, 31)
QUARTER = date(2025, 4, 1), date(2025, 6, 30)


class ValueFirst(Open):
    """Recommends deals by chance of winning x amount / touches still needed."""

    def __init__(self, parameters: WorldParameters) -> None:
        passes = np.array([stage.advance / (stage.advance + stage.loss) for stage in parameters.stages])
        touches = np.array([1 / (stage.advance + stage.loss) for stage in parameters.stages])
        wins = np.cumprod(passes[::-1])[::-1]
        for stage in range(len(touches) - 2, -1, -1):
            touches[stage] += passes[stage] * touches[stage + 1]
        self.worth = wins / touches

    def prioritise(self, world: World, day: date, book: Book) -> np.ndarray:  # noqa: ARG002
        return self.worth[book.stage] * book.amount


class Reassign(Open):
    """Moves deals of the absent, and of whoever has more than he can work on, to colleagues with slack."""

    def reassign(self, world: World, day: date, book: Book) -> np.ndarray:
        owner = book.owner.copy()
        free = (book.handed_over_on < day.toordinal() - 28) & (book.idle_days >= 1)
        for team in range(len(world.parameters.teams)):
            members = np.flatnonzero(world.team == team)
            able = np.where(world.absent(day), 0.0, world.touches_per_day)[members]
            if not able.any():
                continue
            held = np.array([(owner == member).sum() for member in members])
            fair = held.sum() * able / able.sum()
            rich = members[held > 1.3 * fair]
            for row in np.flatnonzero(free & np.isin(owner, rich)):
                giver = int(np.searchsorted(members, owner[row]))
                taker = int(np.argmin(held - fair))
                if held[giver] > 1.3 * fair[giver] and held[taker] < fair[taker]:
                    owner[row] = members[taker]
                    held[giver] -= 1
                    held[taker] += 1
        return owner


def revenue(log: EventLog) -> float:
    return float(log.closed.amount[log.closed.won].sum())


@cache
def warmed_up(parameters: WorldParameters, seed: int) -> Book:
    return history(World(parameters, seed=seed), *WARM_UP).book


def gains(parameters: WorldParameters, policy: Policy, seeds: Sequence[int]) -> np.ndarray:
    """Return [seed], revenue of the quarter under the policy against the open company with the same luck, less one."""
    paired = []
    for seed in seeds:
        world, book = World(parameters, seed=seed), warmed_up(parameters, seed)
        steered, left = (history(world, *QUARTER, one, book) for one in (policy, Open()))
        paired.append(revenue(steered) / revenue(left) - 1)
    return np.array(paired)
