"""What a row says of a party, whatever file it came from; checked, and written in sets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.details import check_value, checked
from setpoint.domains.customers.models import (
    ContactPoint,
    Occasion,
    OccasionKind,
    Party,
    PostalAddress,
    Relation,
    RelationKind,
    Requisite,
)
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.operations import details, notes, parties
from setpoint.domains.customers.operations.firsts import WORKS_AT
from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.wordings import Wording, add_wordings
from setpoint.platform.vcards.card import EMAIL, PHONE, Card, Place, Point

BIRTHDAY = "birthday"
# a day of a year that has 29 February: the year itself is not known
LEAP = "2000"

add_wordings(
    {
        "contact.nameless": Wording(
            _("The row names nobody: no name, no company, no address."), _("Write at least one of them.")
        ),
        "contact.value": Wording(_("“%(value)s”: %(reason)s"), _("Correct the value, or leave the cell empty.")),
    }
)


@dataclass(frozen=True)
class Incoming:
    """A card with what a card has no place for: `key` of the other system, numbers of the state (sort → number)."""

    card: Card
    key: str = ""
    requisites: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    company_key: str = ""

    def first(self, medium: str) -> Point | None:
        """Return the address of a medium that comes first."""
        found = [point for point in self.card.points if point.medium == medium]
        return next((point for point in found if point.first), found[0] if found else None)

    @cached_property
    def party(self) -> Party:
        """The party, which is made once: to be checked, and then to be saved."""
        card, email, phone = self.card, self.first(EMAIL), self.first(PHONE)
        return Party(
            kind=PartyKind.ORGANISATION if card.is_organisation else PartyKind.PERSON,
            name=card.name,
            family_name=card.family,
            given_name=card.given,
            patronymic=card.additional,
            salutation=card.prefix,
            email=email.value if email else "",
            phone=phone.value if phone else "",
            external_id=self.key,
            **self.values,
        )

    @cached_property
    def rows(self) -> list[Any]:
        """What the card holds beside what stands on the party itself, made once."""
        shown = {id(self.first(EMAIL)), id(self.first(PHONE))}
        points = [
            ContactPoint(medium=point.medium, use=point.use, value=point.value)
            for point in self.card.points
            if id(point) not in shown
        ]
        numbers = [Requisite(sort=sort, value=value) for sort, value in self.requisites.items()]
        return [*points, *map(_address, self.card.places), *numbers]

    def all_rows(self, party: Party, kinds: Mapping[str, Any], employers: Mapping[str, Party]) -> Iterator[Any]:
        """Yield the rows of a party that has been saved, with those that name other records."""
        for row in self.rows:
            row.party = party
            yield row
        if self.card.birthday:
            yield birthday_row(self.card.birthday, party, kinds[BIRTHDAY])
        employer = employers.get(self.company_key) or employers.get(fold(self.card.organisation))
        if employer is not None and not self.card.is_organisation:
            note = ", ".join(filter(None, (self.card.title, self.card.department)))
            yield Relation(party=party, kind=kinds[WORKS_AT], other=employer, note=note[:200])

    @property
    def employed(self) -> bool:
        """Whether it names the company that somebody works at."""
        return bool(self.card.organisation) and not self.card.is_organisation


def problem_of(one: Incoming, country: str) -> Problem | None:
    """Say what is wrong with a card, None if nothing is; asks no database."""
    if not one.card.name:
        return Problem("contact.nameless")
    party = one.party
    try:
        party.clean_fields(exclude=("folded", "created_at", "email", "employer", "territory", "stage"))
        for medium in (EMAIL, PHONE):
            if (point := one.first(medium)) is not None:
                check_value(medium, point.value)
        for row in one.rows:
            checked(row, country, alone=False)
    except ValidationError as refusal:
        key, messages = next(iter(refusal.message_dict.items()))
        return Problem("contact.value", {"value": _value(one, party, key), "reason": " ".join(messages)})
    return None


def create_many(incoming: Sequence[Incoming], *, by: Actor, sound: bool = False) -> tuple[list[Party], list[Party]]:
    """Write cards in sets, inside the caller's transaction; return them, and the companies that had to be created.

    `sound`: `problem_of` has looked at each and found nothing wrong.
    """
    employers, new = _employers(incoming, by)
    made = parties.create_many([one.party for one in incoming], by=by)
    kinds: dict[str, Any] = dict(OccasionKind.objects.filter(key=BIRTHDAY).in_bulk(field_name="key"))
    kinds |= RelationKind.objects.filter(key=WORKS_AT).in_bulk(field_name="key")
    _use_of_first(incoming, made)
    rows = [row for one, party in zip(incoming, made, strict=True) for row in one.all_rows(party, kinds, employers)]
    if rows:
        details.add_many(rows, by=by, new={party.pk: party for party in made} if sound else None)
    told = [(party, one.card.note) for one, party in zip(incoming, made, strict=True) if one.card.note]
    notes.write_many(told, by=by)
    return made, new


def _employers(incoming: Sequence[Incoming], by: Actor) -> tuple[dict[str, Party], list[Party]]:
    names = {fold(one.card.organisation): one.card.organisation for one in incoming if one.employed}
    rows = Party.objects.filter(kind=PartyKind.ORGANISATION, folded__in=names).order_by("-pk") if names else ()
    known = {party.folded: party for party in rows}
    missing = [
        Party(kind=PartyKind.ORGANISATION, name=name[:200]) for folded, name in names.items() if folded not in known
    ]
    new = parties.create_many(missing, by=by) if missing else []
    keys = {one.company_key for one in incoming} - {""}
    keyed = Party.objects.exclude(external_id="").filter(external_id__in=keys) if keys else ()
    by_key = {party.external_id: party for party in keyed}
    return known | {party.folded: party for party in new} | by_key, new


def _use_of_first(incoming: Sequence[Incoming], made: Sequence[Party]) -> None:
    """Say what the first addresses are for: the operation takes them for those of work."""
    for medium in (EMAIL, PHONE):
        of: dict[str, list[int]] = {}
        for one, party in zip(incoming, made, strict=True):
            first = one.first(medium)
            if first is not None and first.use != "work":
                of.setdefault(first.use, []).append(party.pk)
        for use, numbers in of.items():
            ContactPoint.objects.filter(party__in=numbers, medium=medium, is_primary=True).update(use=use)


def _address(place: Place) -> PostalAddress:
    return PostalAddress(
        use=place.use,
        extended=place.extended,
        street=place.street,
        city=place.city,
        region=place.region,
        postcode=place.postcode,
        country=place.country,
        is_primary=place.first,
    )


def birthday_row(day: str, party: Party, kind: OccasionKind | None) -> Occasion:
    """Return a birthday as an unsaved row; `day` as a vCard has it."""
    known = not day.startswith("--")
    on = date.fromisoformat(day if known else f"{LEAP}{day[1:]}")
    return Occasion(party=party, kind=kind, on=on if known else None, month_day=on.month * 100 + on.day)


def _value(one: Incoming, party: Party, key: str) -> str:
    """Return the value that is meant, as far as a reader needs it to find the place."""
    if hasattr(party, key):
        return str(getattr(party, key))[:80]
    bad = [point.value for point in one.card.points] + list(one.requisites.values())
    return ", ".join(bad)[:80]
