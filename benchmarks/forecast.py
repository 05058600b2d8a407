"""How long the mathematics of one tick takes: 100,000 spells, 1,000 owners, 20,000 open deals, one quarter.

Run: PYTHONPATH=src python benchmarks/forecast.py
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np

from setpoint.analysis.calendar import business_calendar
from setpoint.analysis.draws import OpenItems, tree_of
from setpoint.analysis.flow import Flow
from setpoint.analysis.forecast import learn, look_ahead, play_out
from setpoint.analysis.season import periods_before
from setpoint.analysis.spells import LOST, WON, Spells

SPELLS, OWNERS, TEAMS, OPEN, STAGES = 100_000, 1_000, 50, 20_000, 5
NODES = 1 + TEAMS + OWNERS
NOW = date(2026, 5, 15).toordinal()
FIRST, LAST = date(2026, 4, 1).toordinal(), date(2026, 6, 30).toordinal()
T = TypeVar("T")


def made_up_flow() -> Flow:
    """Spells of the last 400 days; owners are the leaves of the tree."""
    rng = np.random.default_rng(0)
    start = NOW - rng.integers(0, 400, SPELLS)
    following = rng.choice([*range(STAGES), WON, LOST], SPELLS)
    owner = rng.integers(0, OWNERS, SPELLS)
    value = np.round(rng.lognormal(11, 0.8, SPELLS))
    return Flow(
        spells=Spells(rng.integers(0, STAGES, SPELLS), start, start + rng.integers(0, 60, SPELLS), following),
        item=np.arange(SPELLS),
        node=1 + TEAMS + owner,
        value=value,
        realised=np.where(following == WON, value, np.nan),
        arrival=rng.random(SPELLS) < 0.3,
        traits=np.stack([owner, rng.integers(0, 30, SPELLS)]),
    )


def timed(name: str, work: Callable[[], T]) -> T:
    """Print wall and processor time of the work."""
    wall, processor = perf_counter(), process_time()
    result = work()
    print(f"{name}: {perf_counter() - wall:.2f} s ({process_time() - processor:.2f} s of processor)")
    return result


def main() -> None:
    """Time learning, looking ahead and playing out."""
    flow = made_up_flow()
    calendar = business_calendar(date(2025, 1, 1), date(2026, 12, 31))
    tree = tree_of(np.concatenate(([-1], np.zeros(TEAMS, dtype=np.int64), 1 + np.arange(OWNERS) % TEAMS)))
    past = periods_before(FIRST, months=3, since=NOW - 400)
    position = calendar.month_of_quarter()
    model = timed(
        f"learn from {SPELLS:,} spells",
        lambda: learn(flow, calendar, NOW, stages=STAGES, nodes=NODES, position=position),
    )
    prospects = timed("look ahead", lambda: look_ahead(model, flow, tree, calendar, first=FIRST, last=LAST, past=past))
    rng = np.random.default_rng(1)
    node = 1 + TEAMS + rng.integers(0, OWNERS, OPEN)
    items = OpenItems(np.arange(OPEN), node, rng.random(OPEN) * 0.4, rng.lognormal(11, 0.8, OPEN))
    target = np.full(NODES, 1e6)
    timed(
        f"play out {OPEN:,} open deals for {NODES:,} nodes, revenue and wins",
        lambda: play_out(replace(prospects, items=items), tree, revenue_target=target, wins_target=target),
    )


if __name__ == "__main__":
    main()
