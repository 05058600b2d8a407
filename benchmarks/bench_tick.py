"""One turn of the loop over 1,000 scopes x 10 parameters on SQLite: loading, evaluating, writing.

`python benchmarks/bench_tick.py [--scopes 1000] [--parameters 10] [--deals 20000] [--limit 5]`; fails where
the turn takes longer than the limit in seconds.
"""

import argparse
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).parent.parent
SET = 5000


def main() -> int:
    """Make a company of that size, turn the loop, print what took how long."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--scopes", type=int, default=1000)
    asked.add_argument("--parameters", type=int, default=10)
    asked.add_argument("--deals", type=int, default=20_000)
    asked.add_argument("--limit", type=float, default=5.0)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"SETPOINT_HOME": home, "DJANGO_SETTINGS_MODULE": "setpoint.settings", "DATABASE_URL": ""}
        sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
        import django  # noqa: PLC0415 - the settings must know the home first

        django.setup()
        return measure(options.scopes, options.parameters, options.deals, options.limit)


def measure(scopes: int, parameters: int, deals: int, limit: float) -> int:
    """Return 1 where the turn was too slow."""
    from django.core.management import call_command  # noqa: PLC0415 - after setup

    from setpoint.journal.followers import catch_up  # noqa: PLC0415
    from setpoint.kernel.clock import company_now  # noqa: PLC0415
    from setpoint.loop import cycle_db, cycle_facts  # noqa: PLC0415
    from setpoint.loop.cycle import tick  # noqa: PLC0415
    from tests.cast import make_cast  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    cast = make_cast()
    people = hire(cast, scopes)
    made = timed("deals made", lambda: sell(cast, people, deals))
    caught = timed("facts measured", lambda: catch_up(["measures"]))
    print(f"{made:,} deals, {caught:,} facts")
    plan(people, parameters)
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
    return int(whole > limit)


def timed(what: str, act: Any) -> Any:
    """Do something and print how long it took."""
    begun, worked = perf_counter(), process_time()
    found = act()
    print(f"  {what:20} {perf_counter() - begun:7.2f} s, {process_time() - worked:6.2f} s of one core")
    return found


def hire(cast: Any, scopes: int) -> list[Any]:
    """Fill teams of ten until company, teams and owners are that many scopes."""
    from setpoint.kernel.models import Team, User  # noqa: PLC0415

    count = max(1, round((scopes - 2) * 10 / 11))
    teams = Team.objects.bulk_create(
        Team(name=f"Team {number}", parent=cast.north.parent) for number in range(-(-count // 10))
    )
    return User.objects.bulk_create(
        User(name=f"Seller {n}", email=f"s{n}@tidewater.example", role=cast.sara.role, team=teams[n // 10])
        for n in range(count)
    )


def sell(cast: Any, people: list[Any], count: int) -> int:
    """Let deals of the last 300 days be opened, moved, and four in five of them be closed."""
    import random  # noqa: PLC0415

    from setpoint.domains.sales.models import Deal  # noqa: PLC0415
    from setpoint.domains.sales.operations import deals  # noqa: PLC0415
    from setpoint.domains.sales.operations.deals import Closing, Move  # noqa: PLC0415
    from setpoint.kernel.actors import SYSTEM  # noqa: PLC0415
    from setpoint.kernel.clock import company_now  # noqa: PLC0415

    chance, now = random.Random(1), company_now()
    for start in range(0, count, SET):
        numbers = range(start, min(start + SET, count))
        made = deals.create_many(
            [
                Deal(
                    name=f"Shed {number}",
                    pipeline=cast.pipeline,
                    stage=cast.stages[0],
                    owner=people[number % len(people)],
                    product=cast.shed,
                    amount=chance.randrange(100_000, 900_000),
                    currency="USD",
                    opened_at=now - timedelta(days=chance.uniform(40, 300)),
                )
                for number in numbers
            ],
            by=SYSTEM,
        )
        later = [(deal, deal.opened_at + timedelta(days=chance.uniform(1, 20))) for deal in made]
        deals.move_many([Move(deal.pk, cast.stages[1], at) for deal, at in later], by=SYSTEM)
        deals.close_many(
            [
                Closing(deal.pk, chance.choice(("won", "lost")), at + timedelta(days=chance.uniform(1, 19)), reason="x")
                for deal, at in later
                if chance.random() < 0.8
            ],
            by=SYSTEM,
        )
    return count


def plan(people: list[Any], parameters: int) -> None:
    """Give every scope a goal of each parameter; kinds beyond sales' own repeat its counts under other names."""
    import numpy as np  # noqa: PLC0415

    from setpoint.kernel.actors import SYSTEM  # noqa: PLC0415
    from setpoint.kernel.clock import company_today  # noqa: PLC0415
    from setpoint.loop.plan.operations.goals import set_goals  # noqa: PLC0415
    from setpoint.loop.plan.parameters import PARAMETERS, Kind, Parameter, Unit, register_parameter  # noqa: PLC0415
    from setpoint.loop.plan.periods import quarter_of  # noqa: PLC0415
    from setpoint.loop.plan.quotas import GoalTree  # noqa: PLC0415

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
