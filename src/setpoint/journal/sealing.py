"""Sealing facts in batches, a chain of digests, and finding the first batch that is no longer what was sealed.

A seal is SHA-256 over the digest of the seal before and its facts, each a line of canonical JSON, in commit order.
Personal values are covered by their salted digests, which stay when a person is forgotten.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from setpoint.journal.followers import after, committed_after
from setpoint.journal.models import Cursor, Fact, Forgetting, PersonalValue, Seal
from setpoint.journal.writing import digest
from setpoint.kernel.clock import machine_now

BATCH = 5000
# a form is never changed: what was sealed under it is verified by it
FORMS: dict[int, tuple[str, ...]] = {
    1: (
        *("id", "kind", "occurred_at", "recorded_at", "actor_kind", "actor_id", "actor_label", "door", "origin"),
        *("customer_id", "person_id", "about_kind", "about_id", "channel", "retracts", "changes", "data", "personal"),
    ),
}
NEWEST = max(FORMS)
JSON = ("changes", "data", "personal")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Broken:
    """The first batch that is not what was sealed, and why it is not: `facts`, `personal` or `number`."""

    number: int
    why: str


@dataclass(frozen=True)
class Verdict:
    """How many seals hold over how many facts, and what is broken."""

    seals: int
    facts: int
    broken: Broken | None
    digest: str


def seal_up(*, batch: int = BATCH, tick: Callable[[int], None] = lambda _made: None) -> int:
    """Seal all that is committed and not yet sealed; return how many seals that took. `tick` in each transaction."""
    made = 0
    while _seal_next(batch, tick, made + 1):
        made += 1
    return made


def verify() -> Verdict:
    """Read everything that was sealed anew; stop at the first batch that is broken."""
    place, before, count, facts = Cursor(), "", 0, 0
    for seal in Seal.objects.order_by("number").iterator():
        rows = _rows(seal.form, _sealed(place, seal))
        why = "number" if seal.number != count + 1 else _trouble(seal, rows, before)
        if why:
            return Verdict(count, facts, Broken(seal.number, why), before)
        place, before = Cursor(tx=seal.last_tx, fact_id=seal.last_fact), seal.digest
        count, facts = count + 1, facts + seal.facts
    return Verdict(count, facts, None, before)


def _seal_next(batch: int, tick: Callable[[int], None], made: int) -> bool:
    # tests have a transaction of their own around everything
    own_transaction = connection.in_atomic_block
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("-number").first()
        place = Cursor(tx=last.last_tx, fact_id=last.last_fact) if last else Cursor()
        rows = _rows(NEWEST, committed_after(place, own_transaction=own_transaction), batch)
        if not rows:
            return False
        # another sealer has the same number: one of the two is refused
        Seal.objects.create(
            number=last.number + 1 if last else 1,
            form=NEWEST,
            last_tx=rows[-1][0],
            last_fact=rows[-1][1],
            facts=len(rows),
            digest=_chained(last.digest if last else "", NEWEST, rows),
            sealed_at=machine_now(),
        )
        tick(made)
    return True


def _sealed(place: Cursor, seal: Seal) -> QuerySet[Fact]:
    found = committed_after(place, own_transaction=connection.in_atomic_block)
    return found.exclude(after(seal.last_tx, seal.last_fact))


def _rows(form: int, facts: QuerySet[Fact], most: int | None = None) -> list[Row]:
    """Return facts as (tx, *columns of the form), JSON as text."""
    columns = [Cast(name, TextField()) if name in JSON else name for name in FORMS[form]]
    return list(facts.order_by("tx", "pk").values_list("tx", *columns)[:most])


def _chained(before: str, form: int, rows: Sequence[Row]) -> str:
    chain = hashlib.sha256(before.encode())
    for line in _lines(form, rows):
        chain.update(line)
    return chain.hexdigest()


def _lines(form: int, rows: Sequence[Row]) -> Iterator[bytes]:
    names = FORMS[form]
    for _tx, *values in rows:
        fact = {name: orjson.loads(value) if name in JSON else value for name, value in zip(names, values, strict=True)}
        yield orjson.dumps(fact, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


def _trouble(seal: Seal, rows: Sequence[Row], before: str) -> str:
    if len(rows) != seal.facts or _chained(before, seal.form, rows) != seal.digest:
        return "facts"
    return "" if _personal_hold(seal.form, rows) else "personal"


def _personal_hold(form: int, rows: Sequence[Row]) -> bool:
    """Whether every personal value is the one whose digest was sealed, or its person has been forgotten."""
    at = {name: index for index, name in enumerate(FORMS[form], 1)}
    covered: dict[tuple[int, str], tuple[str, int]] = {}
    for row in rows:
        for name, value in orjson.loads(row[at["personal"]]).items():
            covered[row[at["id"]], name] = (value, row[at["person_id"]])
    if not covered:
        return True
    first, last = min(fact for fact, _name in covered), max(fact for fact, _name in covered)
    for value in PersonalValue.objects.filter(fact_id__range=(first, last)).iterator():
        told = covered.pop((value.fact_id, value.field), None)
        if told is not None and digest(value.value, value.salt) != told[0]:
            return False
    gone = {person for _digest, person in covered.values()}
    return not gone - set(Forgetting.objects.filter(person_id__in=gone).values_list("person_id", flat=True))
