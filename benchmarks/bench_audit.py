"""The audit over a million facts: server time of its pages, sealing all of them, and reading the seals again.

`python benchmarks/bench_audit.py [--facts 1000000] [--runs 30]` on SQLite, or with DATABASE_URL on PostgreSQL; fails
where the median of a page is 60 ms or more (words: 150 ms, five thousand facts are looked through).
"""

import argparse
import sys

import installation  # noqa: F401 - the database must be there first
from django.db import transaction
from timing import slow_page, timed

from setpoint.journal.sealing import seal_up, verify
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.preferences import UserChanged
from setpoint.kernel.refs import Ref
from tests.cast import Cast, make_cast

SET = 5000
LIMIT_MS, WORDS_MS = 60, 150


def happen(cast: Cast, count: int) -> None:
    """Write facts of four people through three doors, about ten thousand records."""
    people = (cast.olga, cast.henry, cast.sara, cast.semyon)
    doors = ("page", "page", "page", "api", "import", "import", "import", "import")
    actors = [Actor.of(person, door=door, origin="192.0.2.7") for person in people for door in doors]
    for start in range(0, count, SET):
        with transaction.atomic():
            facts.emit_many(
                [
                    facts.NewFact(
                        UserChanged(f"Person {number % 10_000}"),
                        about=Ref("kernel.user", number % 10_000),
                        by=actors[number % len(actors)],
                        occurred_at=company_now(),
                        changes={"theme": ["light", "dark"]},
                    )
                    for number in range(start, min(start + SET, count))
                ]
            )


def main() -> int:
    """Fill the journal, ask for the pages; return how many were too slow."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--facts", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=30)
    options = asked.parse_args()
    cast = make_cast()
    timed(f"{options.facts:,} facts", lambda: happen(cast, options.facts))
    timed("sealed", seal_up)
    found = timed("seals read again", verify)
    assert found.broken is None, found
    pages = {
        "/settings/audit": LIMIT_MS,
        f"/settings/audit?who={cast.sara.pk}": LIMIT_MS,
        "/settings/audit?kind=kernel.user_changed": LIMIT_MS,
        "/settings/audit?kind=sales.pipeline_created": LIMIT_MS,
        "/settings/audit?door=api": LIMIT_MS,
        "/settings/audit?record=kernel.user:7": LIMIT_MS,
        "/settings/audit?q=nothing+says+this": WORDS_MS,
    }
    return sum(slow_page(page, cast.olga, runs=options.runs, limit_ms=limit) for page, limit in pages.items())


if __name__ == "__main__":
    sys.exit(main())
