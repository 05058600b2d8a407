"""The control room of a company with 100,000 deals on SQLite, as its owner, its head of sales and a seller see it.

A hundred sellers in ten teams, a revenue goal that is missed and what follows from it down the funnel, deviations,
proposals that wait and one correction applied.
`python benchmarks/bench_control_room.py [--deals 100000] [--sellers 100] [--runs 50]`; fails where a median is
100 ms or more.
"""

import argparse
import sys
from collections import Counter

from companies import TEAM, hire, years_of_deals
from timing import slow_page, timed

from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_today
from setpoint.kernel.models import User
from setpoint.kernel.people import record_absence
from setpoint.loop.act.models import Correction
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.operations import execution
from setpoint.loop.control.models import Case
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.models import Goal
from setpoint.loop.plan.periods import quarter_of
from tests.cast import Cast, make_cast

LIMIT_MS = 100


def main() -> int:
    """Make the company, turn its loop, ask for the pages; return how many were too slow."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--deals", type=int, default=100_000)
    asked.add_argument("--sellers", type=int, default=100)
    asked.add_argument("--runs", type=int, default=50)
    options = asked.parse_args()
    cast = make_cast()
    people = hire(cast, options.sellers)
    timed(f"{options.deals:,} deals", lambda: years_of_deals(cast, people, options.deals))
    timed("measured", lambda: catch_up(["measures"]))
    timed("planned and turned", lambda: steer(cast, people, options.deals))
    states = Counter(Correction.objects.values_list("state", flat=True))
    print(f"{Goal.objects.count():,} goals, {Case.objects.count():,} deviations, corrections: {dict(states)}")
    pages = {
        "/control-room": (cast.olga, cast.henry, people[0]),
        "/plan": (cast.olga, cast.henry),
    }
    return sum(
        slow_page(address, person, runs=options.runs, limit_ms=LIMIT_MS)
        for address, persons in pages.items()
        for person in persons
    )


def steer(cast: Cast, people: list[User], deals: int) -> None:
    """Send a seller of every team on leave, ask for more than usual, turn, apply one of two proposals."""
    first, last = quarter_of(company_today())
    for seller in people[::TEAM]:
        record_absence(seller, first_day=company_today(), last_day=last, by=SYSTEM)
    plan_goal(parameter="sales.revenue", first_day=first, last_day=last, target=deals * 90_000, by=SYSTEM)
    run_tick()
    for waits in Correction.objects.filter(state__in=WAITING)[1:]:
        execution.apply(waits, by=Actor.of(cast.olga))


if __name__ == "__main__":
    sys.exit(main())
