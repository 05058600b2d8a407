"""Rules of how long data are kept: previewed with counts, carried out every night by company time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import override

from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.jobs import Running
from setpoint.kernel.refs import COMPANY
from setpoint.platform.personal.erasing import erase
from setpoint.platform.personal.models import Deed, RetentionRule
from setpoint.platform.personal.people import held, people
from setpoint.platform.personal.record import RetentionKept

BATCH = 100


@dataclass(frozen=True)
class Kept:
    """A kind of record with an end: what may happen, who is due, and the deed on a batch of them."""

    kind: str
    label: str | Promise
    deeds: tuple[str, ...]
    due: Callable[[datetime, int], list[int]]
    do: Callable[[list[int], str], int]


KEPT: dict[str, Kept] = {}


def register_kept(kept: Kept) -> None:
    """Let a kind of record have an end."""
    KEPT[kept.kind] = kept


def kinds() -> dict[str, Kept]:
    """Return every kind that may have a rule: people, and what else has registered."""
    who = people()
    of_people = Kept(who.kind, who.label, tuple(Deed.values), _due_people, _do_people)
    return {who.kind: of_people} | KEPT


def count_due(kind: str, days: int, *, most: int = 10_000) -> int:
    """Return how many records a rule would take tonight, up to `most`."""
    return len(kinds()[kind].due(company_now() - timedelta(days=days), most))


def carry_out(run: Running | None = None, *, by: Actor = SYSTEM) -> dict[str, int]:
    """Carry out every rule; return counts by kind. What is broken off goes on tomorrow."""
    found: dict[str, int] = {}
    for rule in RetentionRule.objects.order_by("pk"):
        known = kinds().get(rule.kind)
        if known is None:
            continue
        before = company_now() - timedelta(days=rule.days)
        if rule.deed == Deed.REPORT:
            count = len(known.due(before, 1_000_000))
        else:
            count = 0
            while done := known.do(known.due(before, BATCH), rule.deed):
                count += done
                if run is not None:
                    run.progress(run.done + done)
        _finish(rule, count, by)
        found[rule.kind] = count
    return found


@transaction.atomic
def _finish(rule: RetentionRule, count: int, by: Actor) -> None:
    RetentionRule.objects.filter(pk=rule.pk).update(last_run_at=company_now(), last_count=count)
    if count:
        with override("en"):
            _emit(RetentionKept(rule.kind, count, str(Deed(rule.deed).label)), by)


def _due_people(before: datetime, most: int) -> list[int]:
    """Return people of whom nothing was heard and whom nobody holds back, the lowest numbers first."""
    found: list[int] = []
    after = 0
    while len(found) < most:
        page = list(people().idle(before).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not page:
            break
        after, kept = page[-1], held(page)
        found += [pk for pk in page if pk not in kept]
    return found[:most]


def _do_people(numbers: list[int], deed: str) -> int:
    for person in numbers:
        erase(person, card=deed == Deed.ERASE, by=SYSTEM)
    return len(numbers)


def _emit(payload: object, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=COMPANY, by=by, occurred_at=company_now()))
