"""Notes on a card, and whom they are meant for."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations.papers import bind
from setpoint.domains.customers.permissions import KIND, require_parties
from setpoint.domains.customers.record import Noted, NoteTakenBack
from setpoint.journal.aliases import all_numbers
from setpoint.journal.models import Fact
from setpoint.journal.writing import retract
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.refs import Ref

MARK = "@"
LONGEST = 10_000


@transaction.atomic
def write(party: Party, text: str, *, by: Actor, papers: Sequence[int] = ()) -> int:
    """Note something about a customer; return the number of the fact. “@Sara Stone” tells Sara.

    ValidationError where nothing is said, or far too much.
    """
    require_parties(by, "see", [party.pk])
    text = text.strip()
    if not text and not papers:
        raise ValidationError({"text": _("Write the note, or add a file.")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("A note has at most %(most)s characters: add a file.") % {"most": LONGEST}})
    told = Noted(text=text, mentioned=mentioned(text), papers=list(papers))
    number = facts.emit(
        facts.NewFact(
            told,
            about=Ref(KIND, party.pk),
            by=by,
            occurred_at=company_now(),
            customer=party.pk,
            person=party.pk if party.is_personal else None,
            channel="note",
        )
    )
    bind(papers, party, number)
    return number


@transaction.atomic
def take_back(fact: int, *, party: Party, by: Actor) -> None:
    """Take back a note of one's own, or of anybody with the right to change the card; again is no change."""
    numbers = all_numbers(KIND, [party.pk])
    note = Fact.objects.filter(pk=fact, kind="customers.noted", about_id__in=numbers).standing().first()
    if note is None:
        return
    if note.actor_id != by.user_id:
        require_parties(by, "change", [note.about_id])
    facts.emit(
        facts.NewFact(
            NoteTakenBack(note=note.pk),
            about=Ref(KIND, note.about_id),
            by=by,
            occurred_at=company_now(),
            customer=note.customer_id,
        )
    )
    retract([note.pk], by=by, reason="note taken back")


def mentioned(text: str) -> list[int]:
    """Return the colleagues whom a text names after an @; the longest name that fits counts."""
    if MARK not in text:
        return []
    names = {fold(name): pk for pk, name in User.objects.filter(is_active=True).values_list("pk", "name")}
    found = []
    for part in fold(text).split(MARK)[1:]:
        fitting = [name for name in names if part.startswith(name)]
        if fitting:
            found.append(names[max(fitting, key=len)])
    return sorted(set(found))


@transaction.atomic
def write_many(notes: Sequence[tuple[Party, str]], *, by: Actor) -> list[int]:
    """Note what an import tells about customers, in sets: nobody is told of it. Return the numbers of the facts."""
    require_parties(by, "see", [party.pk for party, _text in notes])
    now = company_now()
    return facts.emit_many(
        [
            facts.NewFact(
                Noted(text=text.strip(), mentioned=[], papers=[]),
                about=Ref(KIND, party.pk),
                by=by,
                occurred_at=now,
                customer=party.pk,
                person=party.pk if party.is_personal else None,
                channel="note",
            )
            for party, text in notes
        ]
    )
