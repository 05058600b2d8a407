"""Cards as they are compared: every value in one notation, read in sets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from setpoint.analysis.duplicates.contacts import address, email, register_number, telephone
from setpoint.analysis.duplicates.words import Name, organisation, person
from setpoint.domains.customers.media import home_country
from setpoint.domains.customers.models import ContactPoint, Occasion, Party, PostalAddress, Requisite
from setpoint.domains.customers.models.party import PartyKind

Record = dict[str, Any]
BIRTHDAY = "birthday"


def records_of(ids: Sequence[int]) -> dict[int, Record]:
    """Return cards by number, in a fixed number of queries."""
    region = home_country()
    rows = Party.objects.filter(pk__in=ids).values_list(
        *("pk", "kind", "name", "family_name", "given_name", "patronymic", "employer")
    )
    found = {
        pk: record(pk, kind, _full(name, family, given, patronymic), employer=employer)
        for pk, kind, name, family, given, patronymic, employer in rows
    }
    for party, medium, value in ContactPoint.objects.filter(party__in=ids).values_list("party", "medium", "value"):
        if medium == "email":
            _add(found, party, "emails", email(value))
        elif medium == "phone":
            _add(found, party, "phones", telephone(value, region))
    for party, value in Requisite.objects.filter(party__in=ids).values_list("party", "normalised"):
        _add(found, party, "numbers", register_number(value))
    places: dict[int, list[str]] = defaultdict(list)
    for party, city, street in PostalAddress.objects.filter(party__in=ids).values_list("party", "city", "street"):
        places[party] = places[party] or address(f"{city} {street}")
    for party, words in places.items():
        if party in found:
            found[party]["address"] = words
    born = Occasion.objects.filter(party__in=ids, kind__key=BIRTHDAY, on__isnull=False).values_list("party", "on")
    for party, day in born:
        if party in found and day is not None:
            found[party]["born"] = day.isoformat()
    return found


def record(pk: int, kind: str, name: str, *, employer: int | None = None, **lists: list[str]) -> Record:
    """Return a card of a name, and of what else is known."""
    read: Name = organisation(name) if kind == PartyKind.ORGANISATION else person(name)
    return {
        "unique_id": pk,
        "kind": kind,
        "name": read.text,
        "name_sound": read.sound,
        "name_initials": read.initials,
        "words": read.words,
        "patronymic": read.patronymic,
        "employer": str(employer or ""),
        **lists,
    }


def _full(name: str, family: str, given: str, patronymic: str) -> str:
    return f"{given} {patronymic} {family}".strip() if family and given else name


def _add(found: Mapping[int, Record], party: int, column: str, value: str) -> None:
    if value and party in found:
        found[party].setdefault(column, []).append(value)
