"""What an auditor asks for, and the facts that answer it, newest first, a page at a time.

Who, kind, record, door and period are walked by an index. Fields and words have none: so many facts are looked
through at a time, and the page says how far back that was.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import TupleLessThan
from django.utils.dateparse import parse_datetime

from setpoint.journal.aliases import all_numbers
from setpoint.journal.models import Fact
from setpoint.journal.models.fact import FactQuerySet
from setpoint.journal.reading import Told, tell, veiled
from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.refs import Ref
from setpoint.platform.audit.permissions import audited

PAGE = 50
LOOKED_THROUGH = 5000
CHUNK = 500
CUSTOMER = "customers.party"


@dataclass(frozen=True)
class Asked:
    """All that is None or empty asks for everything. Moments are those of recording; `until` is not included."""

    person: int | None = None
    kind: str = ""
    record: Ref | None = None
    door: str = ""
    since: datetime | None = None
    until: datetime | None = None
    field: str = ""
    words: str = ""

    @property
    def must_be_looked_through(self) -> bool:
        """Whether facts must be read to know if they answer."""
        return bool(self.field or self.words)


@dataclass(frozen=True)
class Answered:
    """A page; `after` asks for the next one. `back_to`: the facts back to then were looked through, and more wait."""

    rows: list[Told]
    after: str
    back_to: datetime | None = None


Says = Callable[[Told], str]


def ask(actor: Actor, asked: Asked, *, says: Says, after: str = "", size: int = PAGE) -> Answered:
    """Return the page behind the place `after`; `says` is what words are looked for in. PermissionDenied see above."""
    facts = _beyond(_walked(actor, asked), after)
    if not asked.must_be_looked_through:
        rows = list(facts[: size + 1])
        more = _place(rows[size - 1]) if len(rows) > size else ""
        return Answered([veiled(told, actor) for told in tell(rows[:size])], more)
    found: list[Told] = []
    seen, last = 0, None
    for told in _told(facts, actor):
        if len(found) == size or seen == LOOKED_THROUGH:
            return Answered(found, _place(last) if last else "", last.recorded_at if last and seen else None)
        seen, last = seen + 1, told.fact
        if answers(told, asked, says):
            found.append(told)
    return Answered(found, "")


def every(actor: Actor, asked: Asked, *, says: Says) -> Iterator[Told]:
    """Yield all that answers, however long it takes, for a file."""
    for told in _told(_walked(actor, asked), actor):
        if not asked.must_be_looked_through or answers(told, asked, says):
            yield told


def answers(told: Told, asked: Asked, says: Says) -> bool:
    """Whether a fact changed the field asked for and says all the words."""
    fact = told.fact
    if asked.field and not {asked.field, f"changes.{asked.field}"} & {*fact.changes, *fact.personal}:
        return False
    if not asked.words:
        return True
    text = fold(says(told))
    return all(word in text for word in fold(asked.words).split())


def _walked(actor: Actor, asked: Asked) -> FactQuerySet:
    wanted = Q()
    if asked.person is not None:
        wanted &= Q(actor_id=asked.person)
    if asked.kind:
        wanted &= Q(kind=asked.kind)
    if asked.record is not None:
        numbers = all_numbers(asked.record.kind, [asked.record.id])
        about = Q(about_kind=asked.record.kind, about_id__in=numbers)
        # with a customer happens what happens to his deals
        wanted &= about | Q(customer_id__in=numbers) if asked.record.kind == CUSTOMER else about
    if asked.door:
        wanted &= Q(door=asked.door)
    if asked.since is not None:
        wanted &= Q(recorded_at__gte=asked.since)
    if asked.until is not None:
        wanted &= Q(recorded_at__lt=asked.until)
    return audited(actor).filter(wanted).order_by("-recorded_at", "-pk")


def _beyond(facts: FactQuerySet, after: str) -> FactQuerySet:
    moment, _sign, number = after.partition("_")
    try:
        at = parse_datetime(moment)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not number.isdecimal():
        return facts
    return facts.filter(TupleLessThan((F("recorded_at"), F("id")), (at, int(number))))


def _place(fact: Fact) -> str:
    return f"{fact.recorded_at.isoformat()}_{fact.pk}"


def _told(facts: FactQuerySet, actor: Actor) -> Iterator[Told]:
    """Yield facts with their personal values, a chunk at a time, without what the actor may not see of them."""
    after = ""
    while True:
        rows: list[Any] = list(_beyond(facts, after)[:CHUNK])
        yield from (veiled(told, actor) for told in tell(rows))
        if len(rows) < CHUNK:
            return
        after = _place(rows[-1])
