"""Cards written by other programs as vCards: what they say goes to the card by its operations, the rest is kept."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.customers.imports.incoming import Incoming, birthday_row, create_many
from setpoint.domains.customers.models import ContactPoint, KeptCard, Occasion, OccasionKind, Party, PostalAddress
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.operations import details, notes, parties
from setpoint.domains.customers.operations.bringing import There, Wanted, bring
from setpoint.domains.customers.permissions import KIND, require_parties, visible_parties
from setpoint.domains.customers.queries.vcards import (
    BIRTHDAY,
    StoredHere,
    cards_of,
    holding,
    place_row,
    point_row,
    unseen,
    works_of,
)
from setpoint.domains.customers.record import CardKept
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.folding import fold
from setpoint.kernel.refs import Ref
from setpoint.platform.vcards.card import Card, Place, Point
from setpoint.platform.vcards.keeping import joined, position
from setpoint.platform.vcards.reading import card, cards

LONGEST_NAME = 200


def read(text: str) -> Card:
    """Return what a vCard says. ValidationError, in words, where it is none or says what no card holds."""
    found = [one for _number, one in islice(cards(io.StringIO(text)), 2)]
    said = found[0] if len(found) == 1 else None
    if not isinstance(said, Card):
        raise ValidationError({"vcard": _("This is no vCard, or it names nobody, or there are several in one.")})
    parts = ((said.name, LONGEST_NAME), (said.family, 100), (said.given, 100), (said.additional, 100))
    for value, most in (*parts, (said.prefix, 100), (said.organisation, LONGEST_NAME)):
        if len(value) > most:
            raise ValidationError({"vcard": _("A name of more than %(most)s characters is not kept.") % {"most": most}})
    return said


@transaction.atomic
def create(text: str, *, by: Actor) -> Party:
    """Create the card of a vCard. ValidationError, in words, where it is none.

    An address that can be none stays in the vCard, which is given back as it came.
    """
    said, stores = read(text), StoredHere()
    whole = replace(said, points=tuple(filter(stores, said.points)), places=tuple(filter(stores, said.places)))
    (made,), _companies = create_many([Incoming(whole)], by=by)
    KeptCard.objects.create(party=made, text=text)
    return Party.objects.get(pk=made.pk)


def keep_many(texts: Mapping[int, str]) -> None:
    """Keep the vCards (party → text) from which cards were created, in the transaction that did so."""
    KeptCard.objects.bulk_create([KeptCard(party_id=pk, text=text) for pk, text in texts.items()], batch_size=500)


@transaction.atomic
def change(party: Party, text: str, *, by: Actor) -> Party:
    """Let a card say what a vCard of it says. ValidationError, in words; PermissionDenied for what is only read.

    What the actor does not see stays as it is; what has ended stays, too.
    """
    require_parties(by, "change", [party.pk])
    said = read(text)
    party = Party.objects.select_for_update(of=("self",)).select_related("employer").get(pk=party.pk)
    kept = KeptCard.objects.filter(party=party).first()
    edit = _Edit(party, cards_of([party], by)[party.pk], said, by)
    edited = edit.apply()
    before = kept.text if kept else ""
    whole = joined(text, before, unseen(by)) if before and unseen(by) else text
    note = card(before).note if before else ""
    if said.note and said.note != note:
        notes.write(party, said.note[: notes.LONGEST], by=by)
        edited = True
    if whole != before:
        KeptCard.objects.update_or_create(party=party, defaults={"text": whole})
        if not edited:
            _tell(party, by)
    return Party.objects.get(pk=party.pk)


@dataclass
class _Edit:
    """What a vCard changes of a card: `now` is what the actor sees of it, `said` what it is to say."""

    party: Party
    now: Card
    said: Card
    by: Actor

    def apply(self) -> bool:
        """Change the card by its operations; return whether anything changed."""
        stores, away = StoredHere(), hidden(self.by, KIND)
        media = {"email": "email", "phone": "phone", "site": "addresses"}
        points = [one for one in self.said.points if media[one.medium] not in away and stores(one)]
        places = [] if "addresses" in away else [one for one in self.said.places if stores(one)]
        done = [
            self._fields(),
            "relations" not in away and self._work(),
            self._points(points),
            self._places(places),
            "occasions" not in away and self._birthday(),
        ]
        return any(done)

    def _fields(self) -> bool:
        values = {
            "name": self.said.name,
            "family_name": self.said.family,
            "given_name": self.said.given,
            "patronymic": self.said.additional,
            "salutation": self.said.prefix,
        }
        return bool(parties.change_many({self.party.pk: values}, by=self.by))

    def _work(self) -> bool:
        if self.party.kind == PartyKind.ORGANISATION or self.said.is_organisation:
            return False
        edited = False
        if fold(self.said.organisation) != fold(self.now.organisation):
            employer = self._employer(self.said.organisation)
            edited = bool(parties.change_many({self.party.pk: {"employer": employer}}, by=self.by))
        # the position stands with the company; without one it stays in the vCard
        for row in works_of(self.party.pk)[:1]:
            if position(self.said)[:200] != row.note:
                details.change(row, {"note": position(self.said)[:200]}, by=self.by)
                edited = True
        return edited

    def _employer(self, name: str) -> Party | None:
        if not name:
            return None
        there = visible_parties(self.by).filter(kind=PartyKind.ORGANISATION, folded=fold(name)).order_by("pk").first()
        return there or parties.create(kind=PartyKind.ORGANISATION, name=name, by=self.by)

    def _points(self, wanted: Sequence[Point]) -> bool:
        rows = holding(ContactPoint.objects.filter(party=self.party)).order_by("pk")
        seen = {(point.medium, point.use, point.value) for point in self.now.points}
        there = [There(row, row.medium, {"use": row.use, "value": row.value}) for row in rows if _key(row) in seen]
        asked = [
            Wanted(point_row(one), one.medium, {"use": one.use, "value": one.value}, first=one.first) for one in wanted
        ]
        return bring(there, asked, self.party, by=self.by)

    def _places(self, wanted: Sequence[Place]) -> bool:
        rows = holding(PostalAddress.objects.filter(party=self.party)).order_by("pk") if self.now.places else ()
        parts = ("extended", "street", "city", "region", "postcode", "country")
        there = [There(row, "", {name: getattr(row, name) for name in parts} | {"use": _use(row)}) for row in rows]
        asked = [
            Wanted(place_row(one), "", dict(zip(parts, one.parts, strict=True)) | {"use": one.use}, first=one.first)
            for one in wanted
        ]
        return bring(there, asked, self.party, by=self.by)

    def _birthday(self) -> bool:
        if self.said.birthday == self.now.birthday:
            return False
        kind = OccasionKind.objects.get(key=BIRTHDAY)
        row = Occasion.objects.filter(party=self.party, kind=kind).order_by("pk").first()
        if not self.said.birthday:
            if row is not None:
                details.remove(row, by=self.by)
            return row is not None
        new = birthday_row(self.said.birthday, self.party, kind)
        if row is None:
            details.add(new, by=self.by)
        else:
            details.change(row, {"on": new.on, "month_day": new.month_day}, by=self.by)
        return True


def _key(row: ContactPoint) -> tuple[str, str, str]:
    return (row.medium, row.use, row.value)


def _use(row: PostalAddress) -> str:
    """Return the use of a postal address as vCards know it."""
    return row.use if row.use in ("work", "home") else "other"


def _tell(party: Party, by: Actor) -> None:
    facts.emit(
        facts.NewFact(CardKept(), about=Ref(KIND, party.pk), by=by, occurred_at=company_now(), customer=party.pk)
    )
