"""One turn of the loop over 1,000 scopes x 10 parameters on SQLite: loading, evaluating, writing.

`python benchmarks/bench_tick.py [--scopes 1000] [--parameters 10] [--deals 20000] [--limit 5]`; fails where
the turn takes longer than the limit in seconds.
"""

import argparse
import sys
from time import perf_counter, process_time

import numpy as np
from companies import TEAM, hire, years_of_deals
from timing import timed

from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.models import User
from setpoint.loop import cycle_db, cycle_facts
from setpoint.loop.cycle import tick
from setpoint.loop.plan.operations.goals import set_goals
from setpoint.loop.plan.parameters import PARAMETERS, Kind, Parameter, Unit, register_parameter
from setpoint.loop.plan.periods import quarter_of
from setpoint.loop.plan.quotas import GoalTree
from tests.cast import make_cast


def main() -> int:
    """Make a company of that size, turn the loop; return 1 where the turn was too slow."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--scopes", type=int, default=1000)
    asked.add_argument("--parameters", type=int, default=10)
    asked.add_argument("--deals", type=int, default=20_000)
    asked.add_argument("--limit", type=float, default=5.0)
    options = asked.parse_args()
    cast = make_cast()
    # company, teams and owners are that many scopes together
    people = hire(cast, max(1, round((options.scopes - 2) * TEAM / (TEAM + 1))))
    timed(f"{options.deals:,} deals", lambda: years_of_deals(cast, people, options.deals))
    caught = timed("facts measured", lambda: catch_up(["measures"]))
    print(f"{caught:,} facts")
    plan(people, options.parameters)
    now = company_now()
    cycle_facts.load_facts(now)  # what a process imports once
    begun, worked = perf_counter(), process_time()
    facts = timed("load facts", lambda: cycle_facts.load_facts(now))
    state = timed("load state", lambda: cycle_db.load_state(now.date()))
    timed("hash of the inputs", lambda: cycle_db.digest((facts, state.classes, state.silenced, 1)))
    result = timed("pure turn", lambda: tick(state, facts, facts.day, 1))
    timed("write", lambda: cycle_db.save(result, now, 1, "", by=cycle_db.SYSTEM))
    whole = perf_counter() - begun
    print(f"{len(facts.goals):,} goals, {len(facts.flows['sales.deals'].items):,} open items")
    print(f"turn: {whole:.2f} s, {process_time() - worked:.2f} s of one core")
    return int(whole > options.limit)


def plan(people: list[User], parameters: int) -> None:
    """Give every scope a goal of each parameter; kinds beyond sales' own repeat its counts under other names."""
    for number in range(parameters - len(PARAMETERS)):
        measure = ("sales.won", "sales.lost", "sales.created")[number % 3]
        register_parameter(
            Parameter(key=f"extra.{number}", name="Extra", kind=Kind.COUNT, unit=Unit.ONE, measure=measure)
        )
    teams = sorted({person.team_id for person in people})
    scopes = [("company", 1), *(("team", team) for team in teams), *(("owner", person.pk) for person in people)]
    place = {scope: index for index, scope in enumerate(scopes)}
    parent = np.array([-1, *[0] * len(teams), *(place["team", person.team_id] for person in people)])
    zeros = np.zeros(len(scopes))
    target = np.full(len(scopes), 1000, dtype=np.int64)
    first, last = quarter_of(company_today())
    chosen = list(PARAMETERS)[:parameters]
    trees = [GoalTree(key, scopes, parent, target, zeros, zeros) for key in chosen]
    set_goals(first_day=first, last_day=last, trees=trees, by=SYSTEM)


if __name__ == "__main__":
    sys.exit(main())
