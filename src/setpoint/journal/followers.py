"""Those who follow the journal: each reads in commit order and handles a fact once.

The handler's writes and the cursor move in one transaction, so a follower killed between any two
steps begins again where it was, with nothing done twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from setpoint.journal.models import Cursor, Fact
from setpoint.journal.transaction_id import CommitNumber, CommittedBelow
from setpoint.kernel.clock import machine_now

Handler = Callable[[list[Fact]], None]


@dataclass(frozen=True)
class Follower:
    """A named reader of the journal; `batch` facts at most in one transaction."""

    name: str
    handle: Handler
    batch: int


FOLLOWERS: dict[str, Follower] = {}


def follower(name: str, *, batch: int = 1000) -> Callable[[Handler], Handler]:
    """Register a handler of facts. It writes to the database only: outside effects go through a job or a delivery."""

    def register(handler: Handler) -> Handler:
        FOLLOWERS[name] = Follower(name, handler, batch)
        return handler

    return register


def step(name: str) -> int:
    """Let a follower handle its next batch; return the number of facts, 0 when it has caught up."""
    followed = FOLLOWERS[name]
    # a caller's own transaction (only tests have one here) reads its own facts
    own_transaction = connection.in_atomic_block
    with transaction.atomic():
        Cursor.objects.get_or_create(follower=name)
        cursor = Cursor.objects.select_for_update().get(follower=name)
        facts = list(committed_after(cursor, own_transaction=own_transaction)[: followed.batch])
        if not facts:
            return 0
        followed.handle(facts)
        cursor.tx, cursor.fact_id, cursor.moved_at = facts[-1].tx, facts[-1].pk, machine_now()
        cursor.save(update_fields=["tx", "fact_id", "moved_at"])
    return len(facts)


def catch_up(names: Iterable[str] | None = None) -> int:
    """Let followers (all by default) read to the end; return the number of facts handled."""
    total = 0
    for name in list(FOLLOWERS) if names is None else names:
        while count := step(name):
            total += count
    return total


def behind(name: str, *, most: int) -> int:
    """Count the facts that a follower has not handled yet, up to `most`."""
    cursor = Cursor.objects.filter(follower=name).first() or Cursor(follower=name)
    return committed_after(cursor, own_transaction=connection.in_atomic_block)[:most].count()


def skip(name: str) -> None:
    """Let a follower leave out what it has not read: somebody else makes up for all of it at once."""
    own_transaction = connection.in_atomic_block
    with transaction.atomic():
        Cursor.objects.get_or_create(follower=name)
        cursor = Cursor.objects.select_for_update().get(follower=name)
        last = committed_after(cursor, own_transaction=own_transaction).reverse().values_list("tx", "pk").first()
        if last is not None:
            cursor.tx, cursor.fact_id = last
            cursor.moved_at = machine_now()
            cursor.save(update_fields=["tx", "fact_id", "moved_at"])


def after(tx: int, fact_id: int) -> TupleGreaterThan:
    """Return the condition of lying behind a place in commit order, which the index walks to directly."""
    return TupleGreaterThan((F("tx"), F("id")), (tx, fact_id))


def committed_after(cursor: Cursor, *, own_transaction: bool = False) -> QuerySet[Fact]:
    """Return the facts behind a place that are committed, in commit order; also one's own where so asked."""
    committed = Q(tx__lt=CommittedBelow())
    if own_transaction:
        committed |= Q(tx=CommitNumber())
    return Fact.objects.filter(after(cursor.tx, cursor.fact_id), committed).order_by("tx", "pk")
