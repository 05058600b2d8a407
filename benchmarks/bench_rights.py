"""What rights cost a page: 500 teams, 100 roles with conditions, on SQLite or (with DATABASE_URL) on PostgreSQL.

`nice python benchmarks/bench_rights.py --home FOLDER [--deals 1000000] [--runs 200]`: the company of large.py is made
in FOLDER (or in the database named by DATABASE_URL) where it is not there yet. Asked are, for people of every role: the
questions of a page about rights, the first page of fifty deals that they see, and the same page for who sees all. Fails
where the median or the 95th percentile of what rights add to a page is 10 ms or more.
"""

import sys
from time import perf_counter
from typing import Any

import large
import numpy as np

LIMIT_MS = 10
PAGE = 50
KINDS = (
    "sales.deal",
    "customers.party",
    "catalog.product",
    "kernel.user",
    "kernel.team",
    "loop.goal",
    "loop.correction",
)


def main() -> int:
    """Make what is missing, ask, print the figures."""
    given = large.options(__doc__, runs=200)
    return measure(given.runs)


def measure(runs: int) -> int:
    """Ask as people of every role; return 1 where rights cost too much."""
    from setpoint.kernel.actors import Actor  # noqa: PLC0415 - after setup
    from setpoint.kernel.models import User  # noqa: PLC0415

    olga = User.objects.get(email=large.OWNER)
    people = list(User.objects.exclude(pk=olga.pk).order_by("pk")[:: max(1, large.PEOPLE // runs)])[:runs]
    page(Actor.of(olga))
    everything = float(np.median([sum(page(Actor.of(olga))) for _run in range(20)]))
    asked, read = np.array([page(Actor.of(person)) for person in people]).T * 1000
    added = np.maximum(asked + read - everything * 1000, asked)
    rows = (("questions", asked), ("first page", read), ("added by rights", added))
    for name, times in rows:
        print(f"{name}: median {np.median(times):.1f} ms, 95th percentile {np.percentile(times, 95):.1f} ms")
    print(f"the same page for who sees all: {everything * 1000:.1f} ms")
    return int(max(np.median(added), np.percentile(added, 95)) >= LIMIT_MS)


def page(person: Any) -> tuple[float, float]:
    """Return the seconds that questions of rights take, and the first page of deals."""
    from setpoint.kernel.permissions import remembering, rights_of, scope_of, visible_to  # noqa: PLC0415 - after setup

    actor, started = remembering(person), perf_counter()
    for kind in KINDS:
        visible_to(actor, kind)
        scope_of(actor, kind, "change")
    rights_of(actor).kinds("see")
    asked = perf_counter()
    list(visible_to(actor, "sales.deal").order_by("-pk").values_list("pk", "name", "amount")[:PAGE])
    return asked - started, perf_counter() - asked


if __name__ == "__main__":
    sys.exit(main())
