"""Search as one types in a million contacts, on SQLite or (with DATABASE_URL) on PostgreSQL.

`nice python benchmarks/bench_search.py --home FOLDER [--contacts 1000000] [--runs 100]`: the company of large.py
and the index are made in FOLDER (or in the database named by DATABASE_URL) where they are not there yet. Every key of
every question is a search of its own. Fails where the 95th percentile of a sort of questions is 100 ms or more.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

import large
import numpy as np

LIMIT_MS = 100
FOUND = 6


def main() -> int:
    """Make what is missing, ask, print the figures."""
    given = large.options(__doc__, runs=100)
    build()
    return measure(given.runs)


def build() -> None:
    """Build the index, or go on with it, or leave it."""
    from setpoint.kernel.models import Job  # noqa: PLC0415 - after setup
    from setpoint.platform.search import rebuilding  # noqa: PLC0415

    if Job.objects.filter(name=rebuilding.JOB, state="done").exists():
        return
    job = rebuilding.start(["customers.party"], held=True)
    started, worked = perf_counter(), process_time()

    def tick(done: int, total: int, said: str) -> None:
        print(f"\r{done} of {total} parts, {said}, {perf_counter() - started:.0f} s", end="", flush=True)

    rebuilding.work_here(job, tick)
    print(f"\nindex built in {perf_counter() - started:.0f} s, of which processor {process_time() - worked:.0f} s")


def questions(runs: int) -> dict[str, list[str]]:
    """Return what is asked, by sort: every beginning of what somebody writes, or the whole with an error in it."""
    from setpoint.domains.customers.models import Party  # noqa: PLC0415 - after setup
    from setpoint.platform.search.layouts import other_layout  # noqa: PLC0415

    draw = random.Random(5)
    greatest = Party.objects.order_by("-pk").values_list("pk", flat=True)[0]
    some = Party.objects.filter(pk__in=draw.sample(range(1, greatest), runs)).order_by("pk")
    asked: dict[str, list[str]] = {
        sort: [] for sort in ("name, typed", "typing error, typed", "error in both words", "e-mail, typed")
    }
    asked |= {sort: [] for sort in ("telephone, typed", "end of telephone", "other layout, typed", "part of a name")}
    asked["nobody"] = ["zzyzx", "ъъщьы", "margaret nobodyknows", "00000000000", "nobody@nowhere.example"] * (runs // 10)
    for party in some:
        name = party.name.lower()
        first, second = name.split()
        asked["name, typed"] += typed(name)
        asked["typing error, typed"] += typed(misspelt(max(first, second, key=len), draw), least=4)
        asked["error in both words"].append(f"{misspelt(first, draw)} {misspelt(second, draw)}")
        asked["e-mail, typed"] += typed(party.email)
        asked["telephone, typed"] += typed(party.phone, least=3)
        asked["end of telephone"].append(party.phone[-9:])
        asked["other layout, typed"] += typed(other_layout(name))
        asked["part of a name"].append(second[1:-1])
    return asked


def typed(text: str, least: int = 1) -> Iterator[str]:
    """Yield what stands in the box after every key."""
    return (text[:size] for size in range(least, len(text) + 1))


def misspelt(word: str, draw: random.Random) -> str:
    """Return the word with one letter left out, doubled, exchanged or changed places."""
    at = draw.randrange(1, max(len(word) - 1, 2))
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + draw.choice("аеикоуaeiou") + word[at + 1 :],
        word[: at - 1] + word[at : at + 1] + word[at - 1] + word[at + 1 :],
    )
    return draw.choice(ways)


def measure(runs: int) -> int:
    """Ask as the owner, who sees all, and as people of two roles; return how many sorts were too slow."""
    from setpoint.kernel.actors import Actor  # noqa: PLC0415 - after setup
    from setpoint.kernel.models import User  # noqa: PLC0415
    from setpoint.platform.search.finding import find  # noqa: PLC0415
    from setpoint.platform.search.words import warm_up  # noqa: PLC0415

    warm_up()
    asked, slow = questions(runs), 0
    for email in (large.OWNER, *large.OTHERS):
        person = User.objects.get(email=email)
        by = Actor.of(person)
        for sort, texts in asked.items():
            wall, work = zip(
                *(timed(lambda by=by, text=text: find(by, text, limit=FOUND)) for text in texts), strict=True
            )
            percent = {name: np.percentile(times, (50, 95, 100)) for name, times in (("wall", wall), ("work", work))}
            slow += percent["wall"][1] >= LIMIT_MS
            figures = "; ".join(f"{name} {p[0]:6.1f} {p[1]:6.1f} {p[2]:7.1f}" for name, p in percent.items())
            print(f"{person.name:10} {sort:20} {len(texts):6} searches, ms at 50 %, 95 %, most: {figures}", flush=True)
    return slow


def timed(search: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds of one search: passed, and worked here and in the database."""
    started, worked = perf_counter(), process_time() + database_time()
    search()
    return (perf_counter() - started) * 1000, (process_time() + database_time() - worked) * 1000


def database_time() -> float:
    """Return the processor seconds of the PostgreSQL process that serves us; SQLite works in this one."""
    from django.db import connection  # noqa: PLC0415 - after setup

    if connection.vendor == "sqlite":
        return 0.0
    backend = connection.connection.info.backend_pid
    fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
