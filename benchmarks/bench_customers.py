"""A million customers and twenty million facts: the card, duplicates looked for in the night, segments counted.

`python benchmarks/bench_customers.py --home FOLDER [--parties 1000000] [--facts 20000000] [--only card|scan|segments]`,
on SQLite or (DATABASE_URL) PostgreSQL: the company is made in FOLDER and is there the next time. Fails where the median
card takes 100 ms or more, the scan 15 minutes, a segment by fields 2 s, one by history 5 s, or one change 1 s to be
reflected.
"""

import argparse
import logging
import resource
import statistics
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from customers_made import BUSIEST, make, started

CARD_MS, SCAN_S, FIELDS_S, HISTORY_S, CHANGE_S = 100, 15 * 60, 2, 5, 1
CARDS = 40
BY_FIELDS = '{"all":[["country","is","Norway"],["sector","is","timber"],["kind","is","person"]]}'
BY_HISTORY = '{"all":[["since.bought","from","90"],["lately.came","from","2"]]}'


def main() -> int:
    """Make what is missing, measure, print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--parties", type=int, default=1_000_000)
    asked.add_argument("--facts", type=int, default=20_000_000)
    asked.add_argument("--only", choices=("make", "card", "scan", "segments"))
    options = asked.parse_args()
    started(options.home)
    make(options.parties, options.facts)
    measures = {"card": cards, "scan": scanned, "segments": segments}
    return 1 if sum(measure() for name, measure in measures.items() if options.only in (None, name)) else 0


def cards() -> int:
    """Ask for cards spread over all customers, each for the first time, and for further pages of their timelines."""
    from django.conf import settings  # noqa: PLC0415 - after setup
    from django.test import Client  # noqa: PLC0415 - see above

    from setpoint.domains.customers.models import Party  # noqa: PLC0415 - see above
    from setpoint.kernel.models import User  # noqa: PLC0415 - see above

    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.INFO)
    late = 0
    count = Party.objects.count()
    for email in ("owner", "henry.hale", "sara.stone"):
        person = User.objects.filter(email__startswith=email).first() or User.objects.order_by("pk")[0]
        client = Client()
        client.force_login(person)
        client.get("/customers/1")
        passed, worked = [], []
        for number in range(CARDS):
            begun, before = perf_counter(), process_time()
            answer = client.get(f"/customers/{1 + number * 7919 * 13 % count}")
            passed.append((perf_counter() - begun) * 1000)
            worked.append((process_time() - before) * 1000)
            assert answer.status_code in (200, 302), answer.status_code
        wall, longest = statistics.median(passed), sorted(passed)[int(CARDS * 0.95)]
        work = statistics.median(worked)
        print(f"card, {person.name}: median {wall:.0f} ms, 95th percentile {longest:.0f} ms; processor {work:.0f} ms")
        late += wall >= CARD_MS
        late += timeline(client)
    return late


def timeline(client: Any) -> int:
    """Scroll through the timeline of the customer with whom most has happened: its beginning, middle and end."""
    from setpoint.journal.models import Fact  # noqa: PLC0415 - after setup

    times = sorted(Fact.objects.filter(customer_id=BUSIEST).values_list("occurred_at", "pk"), reverse=True)
    found = []
    for part in (0, 0.25, 0.5, 0.75, 0.999):
        moment, number = times[int(len(times) * part)]
        asked = {"before": f"{moment.isoformat()}_{number}"} if part else {}
        begun = perf_counter()
        answer = client.get(f"/customers/{BUSIEST}/timeline", asked, headers={"HX-Request": "true"})
        found.append((perf_counter() - begun) * 1000)
        assert answer.status_code == 200, answer.status_code
    print(f"  timeline of {len(times):,}: " + ", ".join(f"{each:.0f}" for each in found) + " ms a page")
    return int(max(found) >= CARD_MS * 2)


def scanned() -> int:
    """Look for duplicates among all."""
    from setpoint.domains.customers.duplicates.scanning import scan  # noqa: PLC0415 - after setup

    begun = perf_counter()
    pairs = scan(lambda done, total, _said: print(f"  {done}/{total}", end="\r", flush=True))
    took = perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"nightly scan: {took:.0f} s (limit {SCAN_S}), {pairs:,} pairs, {memory} MiB")
    return int(took >= SCAN_S)


def segments() -> int:
    """Count and build segments; let one change be reflected."""
    from setpoint.domains.customers.models import Party, Segment, SegmentMember  # noqa: PLC0415 - after setup
    from setpoint.domains.customers.operations import parties  # noqa: PLC0415 - after setup
    from setpoint.domains.customers.operations import segments as operations  # noqa: PLC0415 - after setup
    from setpoint.domains.customers.segments.following import FOLLOWER  # noqa: PLC0415 - after setup
    from setpoint.domains.customers.segments.keeping import build, fitting  # noqa: PLC0415 - after setup
    from setpoint.journal import followers  # noqa: PLC0415 - after setup
    from setpoint.kernel.actors import SYSTEM, Actor  # noqa: PLC0415 - after setup
    from setpoint.kernel.models import User  # noqa: PLC0415 - after setup

    late = 0
    henry = Actor.of(User.objects.get(email="henry.hale@tidewater.example"))
    followers.catch_up([FOLLOWER])
    for name, asked, limit in (("by fields", BY_FIELDS, FIELDS_S), ("by history", BY_HISTORY, HISTORY_S)):
        found = Segment.objects.filter(name=name).first() or operations.save(Segment(name=name, asked=asked), by=henry)
        times = []
        for _ in range(3):
            begun = perf_counter()
            count = fitting(found).count()
            times.append(perf_counter() - begun)
        begun = perf_counter()
        build(found, lambda _done, _total: None)
        built = perf_counter() - begun
        took = statistics.median(times)
        print(f"segment {name}: {count:,} customers counted in {took:.2f} s (limit {limit}), built in {built:.1f} s")
        late += took >= limit
    outside = Party.objects.filter(country="Norway", sector="steel").order_by("pk").first()
    assert outside
    parties.change(outside, {"sector": "timber"}, by=SYSTEM)
    begun = perf_counter()
    followers.catch_up([FOLLOWER])
    took = perf_counter() - begun
    assert SegmentMember.objects.filter(segment__name="by fields", party=outside).exists()
    print(f"one change: {took * 1000:.0f} ms (limit {CHANGE_S * 1000})")
    parties.change(outside, {"sector": "steel"}, by=SYSTEM)
    followers.catch_up([FOLLOWER])
    return late + (took >= CHANGE_S)


if __name__ == "__main__":
    sys.exit(main())
