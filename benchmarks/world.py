"""How fast the simulated company lives, and what it is like when nobody steers it.

Run: PYTHONPATH=src python benchmarks/world.py [organisations]
"""

import sys
from datetime import date
from time import perf_counter

import numpy as np

from setpoint.simulation.event_log import EventLog
from setpoint.simulation.history import history
from setpoint.simulation.parameters import WorldParameters
from setpoint.simulation.presets import garden_sheds
from setpoint.simulation.world import World

WARM_UP = date(2025, 1, 1), date(2025, 3, 31)
QUARTER = date(2025, 4, 1), date(2025, 6, 30)
REPLICAS = 5


def speed() -> None:
    """Time two years of the demo company."""
    world = World(garden_sheds(currency="USD").parameters, seed=1)
    history(world, date(2024, 1, 1), date(2024, 1, 31))
    begun = perf_counter()
    log = history(world, date(2024, 1, 1), date(2025, 12, 31))
    print(f"two years of Tidewater Sheds: {perf_counter() - begun:.2f} s, ", end="")
    print(f"{len(log.created):,} deals, {len(log.touched):,} touches, {log.closed.won.sum() / 8:.0f} wins a quarter")


def quarter(parameters: WorldParameters, people: int, luck: int) -> EventLog:
    """Let the sellers `people` live a quarter with the luck `luck`."""
    world = World(parameters, seed=luck, people=people)
    return history(world, *QUARTER, book=history(world, *WARM_UP).book)


def weekly_wins(log: EventLog) -> list[int]:
    """Return the wins of each of the thirteen weeks."""
    weeks = (log.closed.day[log.closed.won] - QUARTER[0].toordinal()) // 7
    return np.bincount(weeks, minlength=13)[:13].tolist()


def open_loop(organisations: int) -> None:
    """Plan = mean of an organisation's other quarters, as in the prototype."""
    parameters, attained, wins, ratios, idle = WorldParameters(), [], [], [], []
    for people in range(organisations):
        logs = [quarter(parameters, people, 1000 * people + luck) for luck in range(REPLICAS + 1)]
        money = [float(log.closed.amount[log.closed.won].sum()) for log in logs]
        attained.append(money[0] / np.mean(money[1:]))
        wins += [int(log.closed.won.sum()) for log in logs]
        weekly = np.array([weekly_wins(log) for log in logs])
        ratios.append(weekly.var(axis=1, ddof=1).mean() / weekly.mean())
        idle += [(~log.closed.touched).mean() for log in logs]
    reached = np.mean(np.array(attained) >= 1)
    print(f"{organisations} organisations, quarter against the mean of {REPLICAS} others, nobody steers:")
    print(f"  attainment {np.mean(attained):.3f}, sd {np.std(attained, ddof=1):.3f}, reached {reached:.2f}")
    print(f"  wins {np.mean(wins):.0f} a quarter, weekly var/mean {np.mean(ratios):.2f}")
    print(f"  lost by neglect {np.mean(idle):.1%} of closed deals")


if __name__ == "__main__":
    speed()
    open_loop(int(sys.argv[1]) if len(sys.argv) > 1 else 24)
