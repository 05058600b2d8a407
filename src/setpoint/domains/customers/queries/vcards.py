"""Cards as vCards, as far as an actor sees them: what is on the card now, with what other programs wrote beside."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.crypto import salted_hmac

from setpoint.domains.customers.details import checked, occasion_day
from setpoint.domains.customers.media import home_country
from setpoint.domains.customers.models import ContactPoint, KeptCard, Occasion, Party, PostalAddress, Relation
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_today
from setpoint.kernel.field_rights import hidden
from setpoint.platform.vcards.card import EMAIL, HOME, OTHER, PHONE, SITE, WORK, Card, Place, Point
from setpoint.platform.vcards.keeping import renewed, without
from setpoint.platform.vcards.writing import V3, text_of

BIRTHDAY, WORKS_AT = "birthday", "works_at"
# field of rights → the properties that tell of it
PROPERTIES = {
    "email": ("EMAIL",),
    "phone": ("TEL",),
    "addresses": ("ADR", "URL", "LABEL", "GEO", "IMPP"),
    "relations": ("ORG", "TITLE", "ROLE", "RELATED"),
    "occasions": ("BDAY", "ANNIVERSARY", "X-ANNIVERSARY"),
}
_FIELD_OF = {EMAIL: "email", PHONE: "phone", SITE: "addresses"}
_BATCH = 500
_URN = "urn:uuid:"


def unseen(by: Actor) -> set[str]:
    """Return the names of the properties that the actor does not see."""
    return {name for field in hidden(by, KIND) for name in PROPERTIES.get(field, ())}


def cards_of(parties: Sequence[Party], by: Actor) -> dict[int, Card]:
    """Return what the cards of parties say to the actor; as many queries for any number of parties."""
    ids, away = [party.pk for party in parties], hidden(by, KIND)
    points, places = _by_party(ContactPoint, ids), _by_party(PostalAddress, ids)
    days = _by_party(Occasion, ids, Q(kind__key=BIRTHDAY), "kind") if "occasions" not in away else {}
    works = _by_party(Relation, ids, Q(kind__key=WORKS_AT), "other") if "relations" not in away else {}

    def card(party: Party) -> Card:
        own = party.kind == PartyKind.ORGANISATION
        jobs = sorted(works.get(party.pk, ()), key=lambda one: one.until is not None)
        job = next((one for one in jobs if one.other_id == party.employer_id), None)
        born = next(iter(days.get(party.pk, ())), None)
        return Card(
            name=party.name,
            uid=uid_of(party.pk),
            is_organisation=own,
            family=party.family_name,
            given=party.given_name,
            additional=party.patronymic,
            prefix=party.salutation,
            organisation=party.name if own else job.other.name if job else "",
            title=job.note if job and not own else "",
            birthday=occasion_day(born) if born else "",
            points=tuple(_point(one) for one in points.get(party.pk, ()) if _shown(one, away)),
            places=tuple(map(_place, places.get(party.pk, ()))) if "addresses" not in away else (),
        )

    return {party.pk: card(party) for party in parties}


def vcards_of(parties: Sequence[Party], by: Actor) -> dict[int, str]:
    """Return the vCards of parties as the actor sees them."""
    kept = dict(KeptCard.objects.filter(party__in=[party.pk for party in parties]).values_list("party", "text"))
    away, says = unseen(by), cards_of(parties, by)
    stores = StoredHere()
    return {
        pk: renewed(without(kept[pk], away) if away else kept[pk], card, stores=stores)
        if pk in kept
        else text_of(card, version=V3)
        for pk, card in says.items()
    }


def uid_of(party: int) -> str:
    """Return by which name other programs know a card: the same for ever, another in each installation."""
    return f"{_URN}{uuid.UUID(bytes=_installation() + party.to_bytes(8, 'big'))}"


def party_of(uid: str) -> int | None:
    """Return whose name of ours a UID is, None for one that another program gave."""
    try:
        octets = uuid.UUID(uid.removeprefix(_URN)).bytes
    except ValueError:
        return None
    return int.from_bytes(octets[8:], "big") if octets[:8] == _installation() else None


def _installation() -> bytes:
    return salted_hmac("customers.vcard", "", secret=settings.SECRET_KEY).digest()[:8]


class StoredHere:
    """Whether a card holds such an address: what is no address at all is kept beside, as it came."""

    def __init__(self) -> None:
        self._country = home_country()
        self._known: dict[object, bool] = {}

    def __call__(self, one: Point | Place) -> bool:
        key = (one.medium, one.value) if isinstance(one, Point) else one.parts
        if key not in self._known:
            self._known[key] = self._asked(one)
        return self._known[key]

    def _asked(self, one: Point | Place) -> bool:
        row = point_row(one) if isinstance(one, Point) else place_row(one)
        try:
            checked(row, self._country, alone=False)
        except ValidationError:
            return False
        return True


def point_row(point: Point) -> ContactPoint:
    """Return an address as an unsaved row."""
    return ContactPoint(medium=point.medium, use=point.use, value=point.value)


def place_row(place: Place) -> PostalAddress:
    """Return a postal address as an unsaved row."""
    return PostalAddress(
        use=place.use,
        extended=place.extended,
        street=place.street,
        city=place.city,
        region=place.region,
        postcode=place.postcode,
        country=place.country,
    )


def works_of(party: int) -> list[Relation]:
    """Return where a person works now."""
    found = Relation.objects.filter(party=party, kind__key=WORKS_AT, until=None, other=F("party__employer"))
    return list(found.select_related("party", "other", "kind").order_by("pk"))


def holding(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Leave out what has ended."""
    return rows.filter(Q(until=None) | Q(until__gte=company_today()))


def _by_party(model: Any, ids: Collection[int], condition: Q | None = None, *related: str) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    ordered = sorted(ids)
    for start in range(0, len(ordered), _BATCH):
        rows = model.objects.filter(condition or Q(), party__in=ordered[start : start + _BATCH])
        rows = holding(rows) if hasattr(model, "until") else rows
        rows = rows.select_related(*related) if related else rows
        for row in rows.order_by("pk"):
            found[row.party_id].append(row)
    return found


def _shown(row: ContactPoint, away: Collection[str]) -> bool:
    # media of channels have no property of their own yet
    return row.medium in _FIELD_OF and _FIELD_OF[row.medium] not in away


def _point(row: ContactPoint) -> Point:
    return Point(row.medium, row.value, row.use, first=row.is_primary)


def _place(row: PostalAddress) -> Place:
    use = row.use if row.use in (WORK, HOME) else OTHER
    parts = (row.extended, row.street, row.city, row.region, row.postcode, row.country)
    return replace(Place(use, *parts), first=row.is_primary)
