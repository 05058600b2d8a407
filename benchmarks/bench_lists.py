"""Lists of a million contacts, and 100,000 of them changed at once, on SQLite or (with DATABASE_URL) on PostgreSQL.

`nice python benchmarks/bench_lists.py --home FOLDER [--contacts 1000000] [--changed 100000] [--runs 50]`: the company
of large.py is made in FOLDER (or in the database named by DATABASE_URL) where it is not there yet; make the index of
search with bench_search.py before. Every page is asked for at its beginning and deep inside, by the owner and by two
others; beside the time that passes stands what the processor has worked, which a busy machine makes no longer. Fails
where that is 60 ms or more at the median of a page or 150 ms or more at its 95th percentile, where the change of many
takes 90 s or more, or one of its chunks 200 ms or more.
"""

import logging
import random
import statistics
import sys
from dataclasses import replace
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

import large

MEDIAN_MS, LATE_MS, BULK_S, CHUNK_MS = 60, 150, 90, 200
KINDS = {"/customers": "customers.party", "/deals": "sales.deal"}
GOLD = '{"all":[["f.segment","is","gold"]]}'
PAGES: dict[str, list[tuple[str, dict[str, str]]]] = {
    "/customers": [
        ("by name", {}),
        ("the newest", {"sort": "-created"}),
        ("by a number field", {"sort": "-f.score"}),
        ("by a text field", {"sort": "f.code"}),
        ("a common country", {"filter": '{"all":[["country","is","Kazakhstan"]]}'}),
        ("a rare country", {"filter": '{"all":[["country","is","Chad"]]}', "sort": "-created"}),
        ("one choice of five", {"filter": GOLD}),
        ("one choice, by a field", {"filter": GOLD, "sort": "f.score"}),
        ("few by a field", {"filter": '{"all":[["f.score","from","9990"]]}', "sort": "name"}),
        (
            "and, or",
            {"filter": '{"any":[["f.segment","is","gold"],{"all":[["country","is","Chad"],["f.score","to","5000"]]}]}'},
        ),
        (
            "two common ones",
            {"filter": '{"all":[["f.segment","is","gold"],["country","is","Norway"]]}', "sort": "-created"},
        ),
        ("a name, some letters", {"q": "ив"}),
        ("a frequent name", {"q": "иванов"}),
        ("two words, one begun", {"q": "петров ал"}),
        ("a name with an error", {"q": "Васильеф"}),
        ("a telephone", {"q": "8 (903) 1"}),
        ("a name and a condition", {"q": "смирнов", "filter": GOLD, "sort": "-created"}),
    ],
    "/deals": [
        ("open ones, the newest", {}),
        ("by stage", {"sort": "stage"}),
        ("by owner", {"sort": "-owner"}),
        ("by product", {"sort": "product"}),
        ("by customer", {"sort": "customer"}),
        ("won ones by amount", {"state": "won", "sort": "-amount"}),
    ],
}


def main() -> int:
    """Make what is missing, ask, change, print the figures."""
    given = large.options(__doc__, changed=100_000, runs=50)
    from setpoint.kernel.models import User  # noqa: PLC0415 - after setup

    # who sees all, and people whose roles see a territory, or that and a country: about 1 or 15 in 100 contacts
    people = [
        User.objects.get(email=each) for each in (large.OWNER, *(f"person-{n}@tidewater.example" for n in (0, 1)))
    ]
    slow = 0
    for person in people:
        print(person.name, flush=True)
        for address, pages in PAGES.items():
            slow += sum(page(address, what, words, person, given.runs) for what, words in pages)
    return slow + change(people[0], given.changed) if given.changed else slow


def page(address: str, what: str, words: dict[str, str], person: Any, runs: int) -> int:
    """Ask for a page first and deep, print both, and return how many were beyond their limits."""
    from setpoint.kernel.actors import Actor  # noqa: PLC0415 - after setup
    from setpoint.platform.lists.asking import question  # noqa: PLC0415
    from setpoint.platform.lists.kinds import columns_of, list_of  # noqa: PLC0415
    from setpoint.platform.lists.paging import page_of  # noqa: PLC0415

    kind, by = list_of(KINDS[address]), Actor.of(person)
    asked = question(kind, columns_of(kind, by), words, by)
    # a thousand rows from the end: the list turned round says where that is
    turned = replace(asked.order, descending=not asked.order.descending)
    place = page_of(asked.search, turned, size=1000).after
    late = asks(address, what, words, person, runs)
    return late + (asks(address, f"{what}, deep", words | {"after": place}, person, runs) if place else 0)


def asks(address: str, what: str, words: dict[str, str], person: Any, runs: int) -> int:
    """Ask for one address, print its server time, and return whether it is beyond its limit."""
    from django.conf import settings  # noqa: PLC0415 - after setup
    from django.test import Client  # noqa: PLC0415
    from timing import _once  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    client, asked = Client(), f"{address}?{urlencode(words)}"
    client.force_login(person)
    logging.disable(logging.INFO)
    passed, work = zip(*[_once(client, asked) for _run in range(runs + 1)][1:], strict=True)
    figures = [(statistics.median(times), sorted(times)[int(len(times) * 0.95)]) for times in (passed, work)]
    told = (f"{name} {a:6.1f} {b:6.1f}" for name, (a, b) in zip(("passed", "worked"), figures, strict=True))
    print(f"  {address:10} {what:28} ms at 50 and 95 %: {', '.join(told)}", flush=True)
    middle, late = figures[1]
    return int(middle >= MEDIAN_MS or late >= LATE_MS)


def change(owner: Any, count: int) -> int:
    """Give many contacts another number and take it back; return whether it takes too long."""
    from setpoint.domains.customers.models import Party  # noqa: PLC0415 - after setup
    from setpoint.domains.customers.permissions import KIND  # noqa: PLC0415
    from setpoint.kernel.actors import Actor  # noqa: PLC0415
    from setpoint.platform.importing.pacing import Pace  # noqa: PLC0415
    from setpoint.platform.lists import bulk  # noqa: PLC0415
    from setpoint.platform.lists.models import BulkEdit  # noqa: PLC0415
    from setpoint.platform.lists.operations import bulk as operations  # noqa: PLC0415

    by, chunks = Actor.of(owner), []

    class Watched(Pace):
        def learn(self, seconds: float) -> None:
            chunks.append(seconds * 1000)
            super().learn(seconds)

    def work(number: int) -> float:
        begun = perf_counter()
        bulk.work(BulkEdit.objects.select_related("person").get(pk=number), tick=lambda *_: None, pace=Watched())
        return perf_counter() - begun

    ids = list(Party.objects.order_by("pk").values_list("pk", flat=True)[:count])
    given = str(random.Random().randrange(1, 10**6))
    edit = operations.begin(KIND, change="f.wave", given=given, ids=ids, at_once=True, by=by)
    there = work(edit.pk)
    operations.undo(edit, by=by)
    back, chunks = work(edit.pk), sorted(chunks)
    longest = chunks[int(len(chunks) * 0.99)]
    print(f"  {count:,} changed in {there:.1f} s and taken back in {back:.1f} s", flush=True)
    middle = statistics.median(chunks)
    print(
        f"  chunks: median {middle:.0f} ms, 99th percentile {longest:.0f} ms, longest {chunks[-1]:.0f} ms", flush=True
    )
    return int(there >= BULK_S or longest >= CHUNK_MS)


if __name__ == "__main__":
    sys.exit(main())
