"""Facts written here."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type

PERSONAL = ("name", "email", "phone")


@fact_type("customers.created", sentence=gettext_noop("{actor} added {name}"), personal=PERSONAL)
@dataclass(frozen=True)
class PartyCreated:
    """A party came into the journal."""

    party_kind: str
    name: str
    email: str = ""
    phone: str = ""
    sector: str = ""
    country: str = ""
    external_id: str = ""


@fact_type("customers.changed", sentence=gettext_noop("{actor} changed the card: {fields}"), personal=PERSONAL)
@dataclass(frozen=True)
class PartyChanged:
    """Fields of a party changed; old and new values stand in the fact's changes."""

    fields: str
