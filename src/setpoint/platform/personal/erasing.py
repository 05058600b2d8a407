"""Erasing a person: counted first, then forgotten in every place that registered, the data files rewritten as a job."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise

from setpoint.journal.aliases import all_numbers
from setpoint.journal.forgetting import forget, scrub
from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref
from setpoint.platform.personal.parts import all_parts
from setpoint.platform.personal.people import people
from setpoint.platform.personal.permissions import ERASE, KIND
from setpoint.platform.personal.record import PersonErased

SCRUB = "personal.scrub"


@dataclass(frozen=True)
class Counted:
    """How much a part holds of a person; `stays`: its rows stay, nameless."""

    label: str | Promise
    rows: int
    files: int
    stays: bool


def preview(person: int) -> list[Counted]:
    """Return what is there of a person, part by part; empty parts are left out."""
    found = [Counted(part.label, len(part.tell(person)), len(part.files(person)), part.stays) for part in all_parts()]
    return [each for each in found if each.rows or each.files]


@transaction.atomic
def erase(person: int, *, card: bool, by: Actor) -> bool:
    """Take everything personal of a person away, and with `card` the card where nothing stands on it.

    Returns whether the card went. The data files are rewritten by a job. PermissionDenied without the right.
    LookupError where there is no such person, or he is forgotten already.
    """
    require(by, KIND, ERASE)
    who = people()
    if not who.living().select_for_update(of=("self",)).filter(pk=person).exists():
        raise LookupError(person)
    rows = {part.key: count for part in all_parts() if (count := len(part.tell(person)))}
    # also under the numbers of cards that became part of this one
    for number in all_numbers(who.kind, [person]):
        forget(number, by=by)
    gone = card and who.take_card(person)
    told = PersonErased(rows, gone)
    facts.emit(facts.NewFact(told, about=Ref(who.kind, person), by=by, occurred_at=company_now()))
    jobs.enqueue(SCRUB, key="scrub")
    return gone


def rewrite() -> None:
    """Rewrite the data files, outside any transaction."""
    scrub()
