"""The one door through which contacts are recorded: whoever it was has a card, or gets one."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from setpoint.domains.customers.media import MEDIA, home_country, normalise
from setpoint.domains.customers.models import ContactPoint, Party
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.operations import details, parties
from setpoint.domains.customers.operations.firsts import REFLECTED
from setpoint.domains.customers.operations.papers import bind
from setpoint.domains.customers.permissions import KIND, require_parties
from setpoint.domains.customers.queries.ways import WAYS
from setpoint.domains.customers.record import Contacted
from setpoint.journal.aliases import canonicals
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_today
from setpoint.kernel.refs import Ref


@dataclass(frozen=True)
class Address:
    """Where a contact comes from or goes to: a medium (`phone`, `email`) and a value; `name` as the wire tells it."""

    medium: str
    value: str
    name: str = ""


@dataclass(frozen=True)
class Contact:
    """One contact, in or out, with a party, or with whoever is at an address.

    `author` did it where `by` speaks for others; `papers` are files taken in before; `about` is the record it was
    about, the card by default.
    """

    way: str
    at: datetime
    party: int | None = None
    address: Address | None = None
    incoming: bool = False
    connected: bool = True
    text: str = ""
    papers: Sequence[int] = ()
    author: Actor | None = None
    about: Ref | None = None


@transaction.atomic
def ensure_many(addresses: Sequence[Address], *, by: Actor) -> list[Party]:
    """Return the cards of addresses, in their order; what nobody has yet gets a card of its own.

    Of several cards with an address, that of whose first it is comes before others, then the older one.
    ValidationError where an address can be none.
    """
    country = home_country()
    keys = [_key(address, country) for address in addresses]
    _one_at_a_time(keys)
    known = _holders(keys)
    unknown: dict[tuple[str, str], Address] = {}
    for key, address in zip(keys, addresses, strict=True):
        if key not in known:
            unknown.setdefault(key, address)
    known |= _new_cards(unknown, by)
    return [known[key] for key in keys]


def ensure(address: Address, *, by: Actor) -> Party:
    """Return the card of an address, a new one where nobody has it. ValidationError where it can be no address."""
    return ensure_many([address], by=by)[0]


@transaction.atomic
def record_many(contacts: Sequence[Contact], *, by: Actor) -> list[int]:
    """Write contacts down, in sets; return the numbers of their facts. ValidationError where nobody was met."""
    unknown = [one.way for one in contacts if one.way not in WAYS]
    if unknown:
        raise ValidationError({"way": _("There is no such way of contact.")})
    addresses = [one.address for one in contacts if one.party is None and one.address is not None]
    found = iter(ensure_many(addresses, by=by) if addresses else ())
    cards = [one.party or (next(found).pk if one.address else None) for one in contacts]
    if None in cards:
        raise ValidationError({"party": _("Say first with whom it was.")})
    holders = admit(cards, actor=by)
    met = [holders[card] for card in cards if card is not None]
    ids = facts.emit_many([_fact(one, party, by) for one, party in zip(contacts, met, strict=True)])
    for one, party, number in zip(contacts, met, ids, strict=True):
        if one.papers:
            bind(one.papers, party, number)
    return ids


def record(contact: Contact, *, by: Actor) -> int:
    """Write one contact down; return the number of its fact."""
    return record_many([contact], by=by)[0]


def admit(customers: Iterable[int | None], *, actor: Actor) -> dict[int, Party]:
    """Return the cards, by the numbers asked for, on which somebody is about to record contacts.

    ValidationError where there is none; PermissionDenied where the actor may not see one.
    """
    asked = set(customers)
    if None in asked:
        raise ValidationError({"customer": _("Say first with whom it was: there is no customer.")})
    now = canonicals(KIND, [number for number in asked if number is not None])
    require_parties(actor, "see", sorted(set(now.values())))
    found = Party.objects.in_bulk(set(now.values()))
    return {number: found[current] for number, current in now.items()}


def _key(address: Address, country: str) -> tuple[str, str]:
    medium = MEDIA.get(address.medium)
    value = address.value.strip()
    if medium is None or not value:
        raise ValidationError({"address": _("This is no address.")})
    medium.check(value)
    return address.medium, normalise(address.medium, value, country) or value


def _holders(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Party]:
    wanted = set(keys)
    match = Q(pk__in=())
    for medium in {medium for medium, _value in wanted}:
        values = [value for other, value in wanted if other == medium]
        match |= Q(medium=medium) & (Q(normalised__in=values) | Q(normalised="", value__in=values))
    holds = Q(until=None) | Q(until__gte=company_today())
    rows = ContactPoint.objects.filter(match, holds).select_related("party").order_by("-is_primary", "pk")
    found: dict[tuple[str, str], Party] = {}
    for row in rows:
        found.setdefault((row.medium, row.normalised or row.value), row.party)
    return found


def _new_cards(unknown: Mapping[tuple[str, str], Address], by: Actor) -> dict[tuple[str, str], Party]:
    if not unknown:
        return {}
    cards = [
        Party(
            kind=PartyKind.PERSON,
            name=(address.name.strip() or address.value.strip())[:200],
            **{REFLECTED[address.medium]: address.value.strip()} if address.medium in REFLECTED else {},
        )
        for address in unknown.values()
    ]
    made = dict(zip(unknown, parties.create_many(cards, by=by), strict=True))
    others = [
        ContactPoint(party=made[key], medium=address.medium, value=address.value, use="other")
        for key, address in unknown.items()
        if address.medium not in REFLECTED
    ]
    if others:
        details.add_many(others, by=by)
    return made


def _one_at_a_time(keys: Iterable[tuple[str, str]]) -> None:
    """Let nobody else make a card for the same address meanwhile; SQLite has one writer anyway."""
    if connection.vendor != "postgresql":
        return
    numbers = sorted({zlib.crc32("\n".join(key).encode()) - 2**31 for key in keys})
    with connection.cursor() as cursor:
        # in one order for all, so that nobody waits for somebody who waits for him
        cursor.execute("SELECT pg_advisory_xact_lock(4379, number) FROM unnest(%s::int[]) AS number", [numbers])


def _fact(contact: Contact, party: Party, by: Actor) -> facts.NewFact:
    way = WAYS[contact.way]
    told = Contacted(
        said=way.came if contact.incoming else way.went,
        direction="in" if contact.incoming else "out",
        connected=contact.connected,
        address=contact.address.value if contact.address else "",
        text=contact.text.strip(),
        papers=list(contact.papers),
    )
    return facts.NewFact(
        told,
        about=contact.about or Ref(KIND, party.pk),
        by=contact.author or by,
        occurred_at=contact.at,
        customer=party.pk,
        person=party.pk if party.is_personal else None,
        channel=contact.way,
    )
