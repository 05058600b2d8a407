"""The follower that turns facts into daily measures: whole batches in memory, one write per batch."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection, transaction

from setpoint.journal.followers import follower, step
from setpoint.journal.models import Cursor, Fact
from setpoint.kernel.clock import company_zone
from setpoint.loop.record.measures import Entry, Measure, measures_of
from setpoint.loop.record.models import DailyMeasure

NAME = "measures"
BATCH = 5000

Key = tuple[str, str, int, str]

ADD = """
    INSERT INTO record_dailymeasure (measure, scope_kind, scope_id, day, n, total, squares)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (measure, scope_kind, scope_id, day) DO UPDATE SET
        n = record_dailymeasure.n + excluded.n,
        total = record_dailymeasure.total + excluded.total,
        squares = record_dailymeasure.squares + excluded.squares
"""


@follower(NAME, batch=BATCH)
def accumulate(facts: list[Fact]) -> None:
    """Add what facts bring to their days, and subtract what retractions take back from the days it was on."""
    sums: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    zone = company_zone()
    taken_back = False
    for fact, entry, measure, sign in _entries(facts):
        day = fact.occurred_at.astimezone(zone).date().isoformat()
        n = sign * entry.n
        taken_back |= n < 0
        for scope in entry.scopes:
            cell = sums[measure.key, scope.kind, scope.id, day]
            cell[0] += n
            cell[1] += sign * entry.value
            cell[2] += n * entry.value**2
    rows = [(*key, n, total, float(squares)) for key, (n, total, squares) in sorted(sums.items())]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(ADD, rows)
    if taken_back:
        DailyMeasure.objects.filter(n=0, total=0, squares=0).delete()


@transaction.atomic
def rebuild() -> int:
    """Forget all daily measures and accumulate them from the first fact; return the number of facts read."""
    Cursor.objects.get_or_create(follower=NAME)
    Cursor.objects.select_for_update().filter(follower=NAME).update(tx=0, fact_id=0)
    DailyMeasure.objects.all().delete()
    read = 0
    while count := step(NAME):
        read += count
    return read


def _entries(facts: list[Fact]) -> Iterator[tuple[Fact, Entry, Measure, int]]:
    """Yield what each fact adds (+1), and what each fact taken back had added (-1)."""
    retracted = Fact.objects.in_bulk([fact.retracts for fact in facts if fact.retracts is not None])
    for fact in facts:
        told, sign = (fact, 1) if fact.retracts is None else (retracted[fact.retracts], -1)
        for measure in measures_of(told.kind):
            entry = measure.extract(told)
            if entry is not None:
                yield told, entry, measure, sign
