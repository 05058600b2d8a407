"""Lists of a million contacts, and 100,000 of them changed at once, on SQLite or (with DATABASE_URL) on PostgreSQL.

`nice python benchmarks/bench_lists.py --home FOLDER [--contacts 1000000] [--changed 100000] [--runs 50]`: contacts and
what they say in fields are made in FOLDER (or in the database named by DATABASE_URL), go on where they stopped, and are
there the next time. Every page is asked for at its beginning and deep inside. Fails where the median of a page is 60 ms
or more, its 95th percentile 150 ms or more, the change of many 90 s or more, or one of its chunks 200 ms or more.
"""

import argparse
import logging
import os
import random
import statistics
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
MEDIAN_MS, LATE_MS, BULK_S, CHUNK_MS = 60, 150, 90, 200
SET = 5000
COUNTRIES = ["Russia"] * 60 + ["Kazakhstan"] * 25 + ["Norway"] * 14 + ["Chad"]
GOLD = '["f.segment","is","gold"]'
PAGES: list[tuple[str, dict[str, str]]] = [
    ("by name", {}),
    ("the newest", {"sort": "-created"}),
    ("by a number field", {"sort": "-f.score"}),
    ("by a text field", {"sort": "f.code"}),
    ("a common country", {"filter": '{"all":[["country","is","Kazakhstan"]]}'}),
    ("a rare country", {"filter": '{"all":[["country","is","Chad"]]}', "sort": "-created"}),
    ("one choice of five", {"filter": '{"all":[["f.segment","is","gold"]]}'}),
    ("one choice, by a field", {"filter": '{"all":[["f.segment","is","gold"]]}', "sort": "f.score"}),
    ("few by a field", {"filter": '{"all":[["f.score","from","9990"]]}', "sort": "name"}),
    (
        "and, or",
        {"filter": '{"any":[["f.segment","is","gold"],{"all":[["country","is","Chad"],["f.score","to","5000"]]}]}'},
    ),
    (
        "two common ones",
        {"filter": '{"all":[["f.segment","is","gold"],["country","is","Norway"]]}', "sort": "-created"},
    ),
]


def main() -> int:
    """Make what is missing, ask, change, print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--contacts", type=int, default=1_000_000)
    asked.add_argument("--changed", type=int, default=100_000)
    asked.add_argument("--runs", type=int, default=50)
    options = asked.parse_args()
    os.environ |= {"SETPOINT_HOME": str(options.home), "DJANGO_SETTINGS_MODULE": "setpoint.settings"}
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 - the settings must know the home first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after setup

    call_command("migrate", verbosity=0)
    owner = fill(options.contacts)
    late = [what for what, words in PAGES if page(what, words, owner, options.runs)]
    return int(bool(late) | change(owner, options.changed))


def fill(count: int) -> Any:
    """Create the contacts that are missing, with what they say in fields; return the owner."""
    from benchmarks.search_people import people  # noqa: PLC0415 - after setup
    from setpoint.domains.customers.models import Party  # noqa: PLC0415
    from setpoint.kernel.clock import company_now  # noqa: PLC0415
    from setpoint.kernel.models import Company, User  # noqa: PLC0415
    from setpoint.kernel.roles import ensure_default_roles  # noqa: PLC0415

    Company.objects.get_or_create(defaults={"name": "Tidewater Sheds", "currency": "RUB", "country": "RU"})
    role = ensure_default_roles()["owner"]
    owner, _made = User.objects.get_or_create(
        email="olga.owen@tidewater.example", defaults={"name": "Olga Owen", "role": role}
    )
    fields = declared()
    there, now, rows, begun = Party.objects.count(), company_now(), [], perf_counter()
    for number, values in enumerate(people(count), 1):
        if number <= there:
            continue
        rows.append((number, values))
        if len(rows) == SET or number == count:
            save(rows, fields, now)
            rows = []
    print(f"{count:,} contacts, {count - there:,} of them made in {perf_counter() - begun:.0f} s", flush=True)
    return owner


def declared() -> dict[str, Any]:
    """Declare the fields once."""
    from setpoint.domains.customers.permissions import KIND  # noqa: PLC0415 - after setup
    from setpoint.kernel.actors import SYSTEM  # noqa: PLC0415
    from setpoint.platform.fields.operations.choices import ChoiceGiven  # noqa: PLC0415
    from setpoint.platform.fields.operations.definitions import add_field  # noqa: PLC0415
    from setpoint.platform.fields.reading import fields_of  # noqa: PLC0415

    if not fields_of(KIND):
        levels = [ChoiceGiven(key, {"en": key.title()}) for key in ("gold", "silver", "tin", "iron", "none")]
        common = {"kind": KIND, "by": SYSTEM}
        add_field(key="score", type="number", names={"en": "Score"}, settings={}, listed=True, **common)
        add_field(key="segment", type="choice", names={"en": "Segment"}, settings={}, choices=levels, **common)
        add_field(key="code", type="text", names={"en": "Code"}, settings={}, **common)
        add_field(key="wave", type="number", names={"en": "Wave"}, settings={}, **common)
    return {field.key: field for field in fields_of(KIND)}


def save(rows: list[tuple[int, dict[str, Any]]], fields: dict[str, Any], now: Any) -> None:
    """Save contacts with their fields; neither facts nor index are what is measured."""
    from datetime import timedelta  # noqa: PLC0415 - after setup

    from django.db import transaction  # noqa: PLC0415

    from setpoint.domains.customers.models import Party  # noqa: PLC0415
    from setpoint.kernel.folding import fold  # noqa: PLC0415
    from setpoint.platform.fields.operations.values import write_rows  # noqa: PLC0415

    draw = random.Random(rows[0][0])
    parties = [
        Party(**(values | {"folded": fold(values["name"]), "country": draw.choice(COUNTRIES)}))
        for _number, values in rows
    ]
    for (number, _values), party in zip(rows, parties, strict=True):
        party.created_at = now - timedelta(minutes=number)
    with transaction.atomic():
        made = Party.objects.bulk_create(parties, batch_size=1000)
        choices = list(fields["segment"].choices.all())
        write_rows(fields["score"], [{"record": one.pk, "number": draw.randrange(10_000) * 10**6} for one in made])
        write_rows(fields["segment"], [{"record": one.pk, "number": draw.choice(choices).pk} for one in made])
        codes = [f"{draw.randrange(16**8):08x}" for _one in made]
        write_rows(
            fields["code"],
            [{"record": one.pk, "value": code, "folded": code} for one, code in zip(made, codes, strict=True)],
        )


def page(what: str, words: dict[str, str], owner: Any, runs: int) -> bool:
    """Ask for a page first and deep, print both, and return whether one is beyond its limit."""
    from setpoint.domains.customers.permissions import KIND  # noqa: PLC0415 - after setup
    from setpoint.kernel.actors import SYSTEM  # noqa: PLC0415
    from setpoint.platform.lists.asking import question  # noqa: PLC0415
    from setpoint.platform.lists.kinds import columns_of, list_of  # noqa: PLC0415
    from setpoint.platform.lists.paging import page_of  # noqa: PLC0415

    kind = list_of(KIND)
    asked = question(kind, columns_of(kind, SYSTEM), words, SYSTEM)
    # a thousand rows from the end: the list turned round says where that is
    turned = replace(asked.order, descending=not asked.order.descending)
    place = page_of(asked.search, turned, size=1000).after
    late = asks(what, words, owner, runs)
    return asks(f"{what}, deep", words | {"after": place}, owner, runs) or late


def asks(what: str, words: dict[str, str], owner: Any, runs: int) -> bool:
    """Ask for one address, print its server time, and return whether it is beyond its limit."""
    from django.conf import settings  # noqa: PLC0415 - after setup
    from django.test import Client  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    client, address = Client(), f"/customers?{urlencode(words)}"
    client.force_login(owner)
    logging.disable(logging.INFO)
    times = []
    for _run in range(runs + 1):
        begun = perf_counter()
        assert client.get(address).status_code == 200
        times.append((perf_counter() - begun) * 1000)
    times = sorted(times[1:])
    middle, late = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"  {what:32} median {middle:6.1f} ms, 95th percentile {late:6.1f} ms", flush=True)
    return middle >= MEDIAN_MS or late >= LATE_MS


def change(owner: Any, count: int) -> bool:
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
    return there >= BULK_S or longest >= CHUNK_MS


if __name__ == "__main__":
    raise SystemExit(main())
