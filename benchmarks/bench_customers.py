"""A million customers: duplicates looked for in the night, segments counted, on SQLite or (DATABASE_URL) PostgreSQL.

`python benchmarks/bench_customers.py --home FOLDER [--parties 1000000] [--only scan|segments]`: the customers, one in
twenty of them twice, and what happened with them are made in FOLDER and are there the next time. Fails where the scan
takes 15 minutes or more, a segment by fields 2 s, one by history 5 s, or one change 1 s to be reflected.
"""

import argparse
import os
import random
import resource
import statistics
import sys
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parent.parent
SCAN_S, FIELDS_S, HISTORY_S, CHANGE_S = 15 * 60, 2, 5, 1
SET = 10_000
BY_FIELDS = '{"all":[["country","is","Norway"],["sector","is","timber"],["kind","is","person"]]}'
BY_HISTORY = '{"all":[["since.bought","from","90"],["lately.came","from","2"]]}'
FAMILY = ("ov", "ev", "in", "sky", "son", "er", "man", "enko", "ko", "ich")


def main() -> int:
    """Make what is missing, measure, print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--parties", type=int, default=1_000_000)
    asked.add_argument("--only", choices=("make", "scan", "segments"))
    options = asked.parse_args()
    os.environ |= {"SETPOINT_HOME": str(options.home), "DJANGO_SETTINGS_MODULE": "setpoint.settings"}
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 - the settings must know the home first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after setup

    call_command("migrate", verbosity=0)
    make(options.parties)
    late = 0
    if options.only in (None, "scan"):
        late += scanned()
    if options.only in (None, "segments"):
        late += segments()
    return 1 if late else 0


def make(count: int) -> None:
    """Insert customers without their facts: what is measured reads tables."""
    from django.db import transaction  # noqa: PLC0415 - after setup
    from django.db.models import Max  # noqa: PLC0415 - see above

    from setpoint.domains.customers.models import Party  # noqa: PLC0415 - see above
    from setpoint.kernel.models import Company  # noqa: PLC0415 - see above

    if not Company.objects.exists():
        from tests.cast import make_cast  # noqa: PLC0415 - see above

        make_cast()
    there = Party.objects.aggregate(last=Max("pk"))["last"] or 0
    for first in range(there, count, SET):
        with transaction.atomic():
            _some(first, min(SET, count - first))
        print(f"  {min(first + SET, count):,} customers", end="\r", flush=True)
    print(f"  {count:,} customers")


def _some(first: int, size: int) -> None:
    from setpoint.domains.customers.models import ContactPoint, Happened, HappenedOn, Party  # noqa: PLC0415 - see make
    from setpoint.kernel.bulk import insert  # noqa: PLC0415 - see make
    from setpoint.kernel.clock import company_now  # noqa: PLC0415 - see make
    from setpoint.kernel.folding import fold  # noqa: PLC0415 - see make

    draw, now = random.Random(first), company_now()
    names = [_name(draw) for _ in range(size)]
    mails = [f"{number}@c{number % 997}.example" for number in range(first, first + size)]
    for number in range(0, size - 20, 20):
        # one in twenty once more, with a typing error, or with his address in another card
        names[number + 19] = _mistyped(names[number], draw)
        mails[number + 19] = mails[number] if draw.random() < 0.7 else mails[number + 19]
    columns: dict[str, list[Any]] = {"name": names, "folded": [fold(name) for name in names], "email": mails}
    columns |= {"kind": ["person"] * size, "created_at": [now] * size, "external_id": [""] * size}
    columns |= {
        key: [""] * size for key in ("family_name", "given_name", "patronymic", "salutation", "phone", "importance")
    }
    columns["sector"] = draw.choices(("timber", "steel", "retail", "farming"), k=size)
    columns["country"] = draw.choices(("Russia", "Kazakhstan", "Norway", "Chad"), (60, 25, 14, 1), k=size)
    ids = insert(Party, columns)
    phones = [f"+7916{number:07d}" for number in range(first, first + size)]
    for medium, values in (("email", mails), ("phone", phones)):
        rows = {
            "party_id": ids,
            "medium": [medium] * size,
            "use": ["work"] * size,
            "value": values,
            "normalised": values,
        }
        insert(ContactPoint, {**rows, "is_primary": [True] * size})
    today = now.date()
    for event in ("bought", "came"):
        days = [today - timedelta(days=draw.randrange(700)) for _ in ids]
        insert(
            Happened, {"party_id": ids, "event": [event] * size, "times": [2] * size, "first_on": days, "last_on": days}
        )
        insert(HappenedOn, {"party_id": ids, "event": [event] * size, "day": days, "times": [2] * size})


def _name(draw: random.Random) -> str:
    given = "".join(draw.choices("aeiou", k=1) + draw.choices("bdglmnrstv", k=1) + draw.choices("aeiou", k=1))
    family = "".join(draw.choice("bdgklmnprstvz") + draw.choice("aeiouy") for _ in range(3)) + draw.choice(FAMILY)
    return f"{draw.choice('ABDGIKLMNPRSTV')}{given} {family.title()}"


def _mistyped(name: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(name) - 1)
    return name[:place] + draw.choice("aeiou") + name[place + 1 :]


def scanned() -> int:
    """Look for duplicates among all."""
    from setpoint.domains.customers.duplicates.scanning import scan  # noqa: PLC0415 - see make

    begun = perf_counter()
    pairs = scan(lambda done, total, _said: print(f"  {done}/{total}", end="\r", flush=True))
    took = perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"nightly scan: {took:.0f} s (limit {SCAN_S}), {pairs:,} pairs, {memory} MiB")
    return int(took >= SCAN_S)


def segments() -> int:
    """Count and build segments; let one change be reflected."""
    from setpoint.domains.customers.models import Party, Segment, SegmentMember  # noqa: PLC0415 - see make
    from setpoint.domains.customers.operations import parties  # noqa: PLC0415 - see make
    from setpoint.domains.customers.operations import segments as operations  # noqa: PLC0415 - see make
    from setpoint.domains.customers.segments.following import FOLLOWER  # noqa: PLC0415 - see make
    from setpoint.domains.customers.segments.keeping import build, fitting  # noqa: PLC0415 - see make
    from setpoint.journal import followers  # noqa: PLC0415 - see make
    from setpoint.kernel.actors import SYSTEM, Actor  # noqa: PLC0415 - see make
    from setpoint.kernel.models import User  # noqa: PLC0415 - see make

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
