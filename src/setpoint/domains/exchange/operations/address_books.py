"""What a person does in his address book elsewhere: cards come, change, and leave the book; no card is deleted."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import vcards
from setpoint.domains.exchange.address_books import (
    KIND,
    LONGEST_UID,
    SYSTEM_NAME,
    UIDS,
    book_of,
    is_own_name,
    party_of_uid,
)
from setpoint.domains.exchange.models import ExternalKey, LeftOut
from setpoint.domains.exchange.operations import external_keys
from setpoint.domains.exchange.record import CardLeftOut, CardTakenIn
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.permissions import visible_to
from setpoint.kernel.refs import Ref

LONGEST_NAME = 200


class UidTakenError(Exception):
    """The book holds a card of that UID already, under another name: `party`."""

    def __init__(self, party: int) -> None:
        self.party = party
        super().__init__(str(party))


@transaction.atomic
def add(name: str, vcard: str, *, by: Actor) -> Party:
    """Create a card from a vCard that another program calls `name`; one that was left out comes back, changed.

    ValidationError, in words, where it cannot be; UidTakenError where the book has it.
    """
    if is_own_name(name) or len(name) > LONGEST_NAME:
        raise ValidationError({"name": _("A file cannot be called so here.")})
    uid = vcards.read(vcard).uid
    known = party_of_uid(uid)
    if known and book_of(by).filter(pk=known).exists():
        raise UidTakenError(known)
    there = visible_to(by, KIND).filter(pk=known).first() if known else None
    if there is not None:
        take_in(there, by=by)
        party = vcards.change(there, vcard, by=by)
    else:
        party = vcards.create(vcard, by=by)
    _called(name, uid, party.pk)
    if not book_of(by).filter(pk=party.pk).exists():
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))
    return party


def _called(name: str, uid: str, party: int) -> None:
    """Remember how a program names a card; names of cards that are gone are free."""
    pairs = [(SYSTEM_NAME, name), *([(UIDS, uid[:LONGEST_UID])] if uid else [])]
    for system, key in pairs:
        ExternalKey.objects.filter(Q(key=key) | Q(record=party), kind=KIND, system=system).delete()
        external_keys.keep(KIND, system, {key: party})


@transaction.atomic
def leave_out(party: Party, *, by: Actor) -> None:
    """Take a card out of the actor's book; the card itself stays. Again is no change."""
    if by.user_id is None or by.view_only or not book_of(by).filter(pk=party.pk).exists():
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))
    LeftOut.objects.create(person_id=by.user_id, party=party, since=machine_now())
    _tell(CardLeftOut(), party, by)


@transaction.atomic
def take_in(party: Party, *, by: Actor) -> None:
    """Put a card back into the actor's book; one that is there stays."""
    if by.view_only:
        raise PermissionDenied
    if LeftOut.objects.filter(person=by.user_id, party=party).delete()[0]:
        _tell(CardTakenIn(), party, by)


def _tell(payload: object, party: Party, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(KIND, party.pk), by=by, occurred_at=company_now(), customer=party.pk))
