"""Whose inquiry it is: the card that is there already, or a new one, with the organisation behind the person."""

from collections.abc import Sequence
from dataclasses import dataclass

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.operations import contacts, parties
from setpoint.domains.customers.operations.contacts import Address
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.folding import fold


@dataclass(frozen=True, kw_only=True)
class Who:
    """What somebody says of himself; he is known again by his address of mail, without one by his number."""

    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    country: str = ""
    sector: str = ""

    @property
    def address(self) -> Address | None:
        """Where he can be reached."""
        if self.email:
            return Address("email", self.email, self.name)
        return Address("phone", self.phone, self.name) if self.phone else None


def of_many(asked: Sequence[Who], *, by: Actor) -> list[Party | None]:
    """Return the card of each, made where there is none: the person's, else the organisation's. Reads in sets.

    ValidationError where an address can be none.
    """
    firms = _organisations(asked, by)
    known = iter(contacts.ensure_many([who.address for who in asked if who.address], by=by))
    unreached = iter(parties.create_many([_nameless(who) for who in asked if who.name and not who.address], by=by))
    found: list[Party | None] = []
    belongs: dict[int, dict[str, Party]] = {}
    for who in asked:
        firm = firms.get(fold(who.organisation))
        card = next(known) if who.address else next(unreached) if who.name else firm
        if card is not None and firm is not None and card.pk != firm.pk and card.employer_id is None:
            belongs[card.pk] = {"employer": firm}
            card.employer = firm
        found.append(card)
    parties.change_many(belongs, by=by)
    return found


def _organisations(asked: Sequence[Who], by: Actor) -> dict[str, Party]:
    names = {fold(who.organisation): who for who in asked if who.organisation}
    if not names:
        return {}
    rows = Party.objects.filter(kind=PartyKind.ORGANISATION, folded__in=names).order_by("-pk")
    found = {party.folded: party for party in rows}
    new = [
        Party(kind=PartyKind.ORGANISATION, name=who.organisation, country=who.country, sector=who.sector)
        for folded, who in names.items()
        if folded not in found
    ]
    return found | {party.folded: party for party in parties.create_many(new, by=by)}


def _nameless(who: Who) -> Party:
    return Party(kind=PartyKind.PERSON, name=who.name, country=who.country, created_at=company_now())
