"""People as the laws on personal data see them: found, told, left alone for long, erased."""

from datetime import datetime

from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.permissions import KIND
from setpoint.journal.models import Fact, Forgetting
from setpoint.kernel.facts import JsonDict
from setpoint.platform.fields.forgetting import forget_records
from setpoint.platform.personal.parts import Part, register_part
from setpoint.platform.personal.people import People, register_people


def card(person: int) -> list[JsonDict]:
    """Return what the card says."""
    party = Party.objects.select_related("employer").get(pk=person)
    return [
        {
            "name": party.name,
            "e-mail": party.email,
            "telephone": party.phone,
            "works_at": party.employer.name if party.employer else "",
            "sector": party.sector,
            "country": party.country,
            "key_in_another_system": party.external_id,
            "customer_since": party.created_at,
        }
    ]


def people() -> QuerySet[Party]:
    """Return the people who are not yet forgotten."""
    gone = Forgetting.objects.filter(person_id=OuterRef("pk"))
    return Party.objects.filter(~Exists(gone), kind=PartyKind.PERSON)


def idle(before: datetime) -> QuerySet[Party]:
    """Return the people of whom nothing has been heard since: no fact tells of them."""
    heard = Fact.objects.filter(customer_id=OuterRef("pk"), occurred_at__gte=before)
    return people().filter(~Exists(heard), created_at__lt=before)


def take_card(person: int) -> bool:
    """Delete the card of a forgotten person; return False where records stand on it: then it stays, without a name."""
    try:
        deleted, _by_kind = Party.objects.filter(pk=person).delete()
    except ProtectedError:
        return False
    forget_records(KIND, [person])
    return bool(deleted)


register_part(Part("card", _("Card"), card, tables=("customers_party",), position=0))
register_people(People(KIND, _("People among the customers"), people, idle, take_card, address="email"))
