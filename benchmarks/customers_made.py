"""A million customers, one in twenty of them twice, and what happened with them: in sets, as tables hold it."""

import os
import random
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SET, MILLION = 10_000, 1_000_000
FAMILY = ("ov", "ev", "in", "sky", "son", "er", "man", "enko", "ko", "ich")
# of twenty facts: the first six are about deals, then eight are contacts, four changes of the card, two notes
TALKS, CHANGES, NOTES = 6, 14, 18
# contacts and notes with a text of their own, which stands beside the fact
WITH_TEXT = (6, 18, 19)
ROUNDS = 15
# with this customer so much has happened
BUSIEST, BUSY = 13, 50_000
# numbers left for the facts of the company itself
BEFORE = 1000
YEARS_S = 3 * 365 * 86_400
DIGEST = "0" * 64


def started(home: Path) -> None:
    """Open the installation in a folder, a new one where there is none."""
    os.environ |= {"SETPOINT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "setpoint.settings"}
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 - the settings must know the home first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after setup

    call_command("migrate", verbosity=0)
    from setpoint.kernel.models import Company  # noqa: PLC0415 - see above

    if not Company.objects.exists():
        from tests.cast import make_cast  # noqa: PLC0415 - see above

        make_cast()


def make(parties: int, facts: int) -> None:
    """Insert what is missing of so many customers, and of so many facts in the journal."""
    from django.db import transaction  # noqa: PLC0415 - after setup
    from django.db.models import Max  # noqa: PLC0415 - see above

    from setpoint.domains.customers.models import Party  # noqa: PLC0415 - see above

    there = Party.objects.aggregate(last=Max("pk"))["last"] or 0
    for first in range(there, parties, SET):
        with transaction.atomic():
            _customers(first, min(SET, parties - first))
        print(f"  {min(first + SET, parties):,} customers", end="\r", flush=True)
    print(f"  {parties:,} customers")
    _happened(parties, facts)


def _customers(first: int, size: int) -> None:
    from setpoint.domains.customers.models import ContactPoint, Party  # noqa: PLC0415 - see make
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
    phones = [f"+7916{number:07d}" for number in range(first, first + size)]
    columns: dict[str, list[Any]] = {"name": names, "folded": [fold(name) for name in names], "email": mails}
    columns |= {"kind": ["person"] * size, "created_at": [now] * size, "external_id": [""] * size, "phone": phones}
    columns |= {key: [""] * size for key in ("family_name", "given_name", "patronymic", "salutation", "importance")}
    columns["sector"] = draw.choices(("timber", "steel", "retail", "farming"), k=size)
    columns["country"] = draw.choices(("Russia", "Kazakhstan", "Norway", "Chad"), (60, 25, 14, 1), k=size)
    ids = insert(Party, columns)
    for medium, values in (("email", mails), ("phone", phones)):
        rows = {
            "party_id": ids,
            "medium": [medium] * size,
            "use": ["work"] * size,
            "value": values,
            "normalised": values,
        }
        insert(ContactPoint, {**rows, "is_primary": [True] * size})


def _name(draw: random.Random) -> str:
    given = "".join(draw.choices("aeiou", k=1) + draw.choices("bdglmnrstv", k=1) + draw.choices("aeiou", k=1))
    family = "".join(draw.choice("bdgklmnprstvz") + draw.choice("aeiouy") for _ in range(3)) + draw.choice(FAMILY)
    return f"{draw.choice('ABDGIKLMNPRSTV')}{given} {family.title()}"


def _mistyped(name: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(name) - 1)
    return name[:place] + draw.choice("aeiou") + name[place + 1 :]


def _happened(parties: int, facts: int) -> None:
    """Let facts happen, spread over three years and all customers; the indexes are made when all are there."""
    from django.db import connection, transaction  # noqa: PLC0415 - see make
    from django.db.models import Max  # noqa: PLC0415 - see make

    from setpoint.journal.followers import FOLLOWERS, skip  # noqa: PLC0415 - see make
    from setpoint.journal.models import Fact, PersonalValue  # noqa: PLC0415 - see make

    there = max((Fact.objects.aggregate(last=Max("pk"))["last"] or 0) - BEFORE, 0)
    if there < facts:
        indexes = _without_indexes(connection)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_numbers")
            cursor.execute("CREATE TABLE bench_numbers AS " + _NUMBERS.format(last=min(MILLION, facts) - 1))
            for first in range(there // MILLION * MILLION, facts, MILLION):
                with transaction.atomic():
                    cursor.execute(_facts(connection.vendor, parties, facts, first))
                print(f"  {first + MILLION:,} facts", end="\r", flush=True)
            for statement in indexes:
                cursor.execute(statement)
                print(f"  {statement.split()[2]:32}", end="\r", flush=True)
            cursor.execute("DROP TABLE bench_numbers")
    with connection.cursor() as cursor:
        if not PersonalValue.objects.filter(field="text").exists():
            cursor.execute(_TEXTS.format(some=", ".join(map(str, WITH_TEXT)), json=_json(connection.vendor)))
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval('journal_fact_number', (SELECT max(id) FROM journal_fact))")
        if not Fact.objects.filter(customer_id=BUSIEST, door="import").exists():
            cursor.execute(_BUSY.format(busiest=BUSIEST, facts=BUSY))
        _deals(parties)
        _counted(cursor, connection.vendor)
    if there < facts:
        for name in FOLLOWERS:
            skip(name)
    print(f"  {facts:,} facts{'':24}")


_NUMBERS = """
WITH RECURSIVE one(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM one WHERE n < {last}) SELECT n FROM one
"""
_TEXTS = """
INSERT INTO journal_personalvalue (fact_id, person_id, field, value, salt)
SELECT id, person_id, 'text', '"asks for the price of oak, wants to hear of it in the spring"'{json}, '0123456789abcdef'
FROM journal_fact WHERE person_id IS NOT NULL AND id % 20 IN ({some})
"""
_BUSY = """
INSERT INTO journal_fact (tx, kind, occurred_at, recorded_at, actor_kind, actor_id, actor_label, door, origin,
    customer_id, person_id, about_kind, about_id, channel, changes, data, personal)
SELECT tx, kind, occurred_at, recorded_at, actor_kind, actor_id, actor_label, 'import', origin,
    {busiest}, {busiest}, about_kind, {busiest}, channel, changes, data, '{{}}'
FROM journal_fact WHERE about_kind = 'customers.party' AND id > 1000 ORDER BY id LIMIT {facts}
"""
_FACTS = """
INSERT INTO journal_fact (id, tx, kind, occurred_at, recorded_at, actor_kind, actor_id, actor_label, door, origin,
    customer_id, person_id, about_kind, about_id, channel, changes, data, personal)
SELECT {before} + k, {tx}, kind, {at}, {at}, 'person', 1 + k % 5, 'Sara Stone', 'web', '', customer,
    CASE WHEN part < {talks} THEN NULL ELSE customer END,
    CASE WHEN part < {talks} THEN 'sales.deal' ELSE 'customers.party' END,
    CASE WHEN part < {talks} THEN 1 + deal ELSE customer END,
    CASE WHEN part NOT BETWEEN {talks} AND {changes} - 1 THEN ''
        WHEN k % 3 = 0 THEN 'call' WHEN k % 3 = 1 THEN 'email' ELSE 'meeting' END,
    '{{}}'{json},
    (CASE kind
        WHEN 'customers.contacted' THEN '{{"said":"called the customer","direction":"'
            || CASE part % 2 WHEN 0 THEN 'in' ELSE 'out' END || '","connected":true,"address":"","papers":[]}}'
        WHEN 'customers.changed' THEN '{{"fields":"sector"}}'
        WHEN 'customers.noted' THEN '{{"mentioned":[],"papers":[]}}'
        ELSE '{{"owner":3,"team":1,"pipeline":1,"stage":1,"touch":"call","connected":true,"name":"Shed","amount":90000,'
            || '"currency":"USD"}}' END){json},
    (CASE WHEN part IN ({some}) THEN '{{"text":"{digest}"}}' ELSE '{{}}' END){json}
FROM (
    SELECT k, part, deal,
        CASE WHEN part < {talks} THEN 1 + (deal * 31) % {parties}
            WHEN part % 2 = 0 THEN 1 + (j * 7919 + part * 104729) % {parties}
            ELSE 1 + (j * 7919 + part * 104729) % ({parties} / 10) * 10 END AS customer,
        CASE WHEN part < {talks} THEN
                CASE round WHEN 0 THEN 'sales.deal_opened' WHEN {rounds} - 1 THEN
                    CASE WHEN deal % 3 = 0 THEN 'sales.deal_touched' ELSE 'sales.deal_won' END
                ELSE 'sales.deal_touched' END
            WHEN part < {changes} THEN 'customers.contacted'
            WHEN part < {notes} THEN 'customers.changed' ELSE 'customers.noted' END AS kind
    FROM (
        SELECT k, k % 20 AS part, k / 20 AS j, ((k / 20) * {talks} + k % 20) % {deals} AS deal,
            ((k / 20) * {talks} + k % 20) / {deals} AS round
        FROM (SELECT cast(n AS BIGINT) + {first} AS k FROM bench_numbers) AS numbered
    ) AS parted
) AS told ORDER BY k
"""
_HAPPENED = """
INSERT INTO customers_happened (party_id, event, times, first_on, last_on)
SELECT customer_id, {event}, count(*), min({day}), max({day}) FROM journal_fact WHERE {which} GROUP BY 1, 2
"""
_HAPPENED_ON = """
INSERT INTO customers_happenedon (party_id, event, day, times)
SELECT customer_id, {event}, {day}, count(*) FROM journal_fact WHERE {which} GROUP BY 1, 2, 3
"""


def _json(vendor: str) -> str:
    return "" if vendor == "sqlite" else "::jsonb"


def _without_indexes(connection: Any) -> list[str]:
    """Drop the indexes of the journal on SQLite; return what makes them again."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        # sorting twenty million entries takes more than memory
        cursor.execute("PRAGMA temp_store=FILE")
        cursor.execute(
            "SELECT sql, name FROM sqlite_master WHERE tbl_name = 'journal_fact' AND sql LIKE 'CREATE INDEX%'"
        )
        found = cursor.fetchall()
        for _sql, name in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [sql for sql, _name in found]


def _facts(vendor: str, parties: int, facts: int, first: int) -> str:
    """Return the statement that inserts a million facts from number `first` on: later ones happened later."""
    ago = f"(({facts} - k) * {YEARS_S / facts:.6f})"
    sqlite = vendor == "sqlite"
    return _FACTS.format(
        at=f"datetime('now', '-' || {ago} || ' seconds')" if sqlite else f"now() - {ago} * interval '1 second'",
        tx=0 if sqlite else 1,
        json=_json(vendor),
        first=first + 1,
        before=BEFORE,
        parties=parties,
        deals=parties * 4 // 10,
        talks=TALKS,
        changes=CHANGES,
        notes=NOTES,
        rounds=ROUNDS,
        some=", ".join(map(str, WITH_TEXT)),
        digest=DIGEST,
    )


def _deals(parties: int) -> None:
    """Insert the deals that facts tell of, every third of them open."""
    from django.db import transaction  # noqa: PLC0415 - see make

    from setpoint.domains.sales.models import Closure, Deal, Stage  # noqa: PLC0415 - see make
    from setpoint.kernel.bulk import insert  # noqa: PLC0415 - see make
    from setpoint.kernel.clock import company_now  # noqa: PLC0415 - see make
    from setpoint.kernel.models import User  # noqa: PLC0415 - see make

    owners = list(User.objects.order_by("pk").values_list("pk", flat=True))
    stage = Stage.objects.order_by("pk").first()
    now = company_now()
    assert stage
    for first in range(Deal.objects.count(), parties * 4 // 10, SET):
        numbers = range(first, min(first + SET, parties * 4 // 10))
        same = {"pipeline_id": stage.pipeline_id, "stage_id": stage.pk, "currency": "USD", "estimated": False}
        same |= {"name": "Shed", "folded": "shed", "channel": "", "external_id": "", "amount": 90_000}
        opened = [now - timedelta(days=1000, minutes=number % 60_000) for number in numbers]
        columns: dict[str, list[Any]] = {name: [value] * len(numbers) for name, value in same.items()}
        columns["customer_id"] = [1 + number * 31 % parties for number in numbers]
        columns["owner_id"] = [owners[number % len(owners)] for number in numbers]
        columns |= {"opened_at": opened, "stage_since": opened, "touched_at": opened}
        columns["closed_at"] = [None if number % 3 == 0 else now - timedelta(days=number % 60) for number in numbers]
        with transaction.atomic():
            made = zip(insert(Deal, columns), columns["closed_at"], strict=True)
            closed = [(deal, at) for deal, at in made if at is not None]
            told = {
                "outcome": ["won"] * len(closed),
                "reason": [""] * len(closed),
                "closed_at": [at for _, at in closed],
            }
            insert(Closure, {"deal_id": [deal for deal, _ in closed], **told})


def _counted(cursor: Any, vendor: str) -> None:
    """Count what happened, as the follower of segments would have."""
    from setpoint.domains.customers.models import Happened  # noqa: PLC0415 - see make

    if Happened.objects.filter(event="asked").exists():
        return
    day = "date(occurred_at)" if vendor == "sqlite" else "occurred_at::date"
    events = (
        ("CASE id % 2 WHEN 0 THEN 'came' ELSE 'went' END", "kind = 'customers.contacted'"),
        ("'bought'", "kind = 'sales.deal_won'"),
        ("'asked'", "kind = 'sales.deal_opened'"),
    )
    for table in ("customers_happened", "customers_happenedon"):
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - one of two names
    for event, which in events:
        for statement in (_HAPPENED, _HAPPENED_ON):
            cursor.execute(statement.format(event=event, which=which, day=day))
            print(f"  {event:32.30}", end="\r", flush=True)
