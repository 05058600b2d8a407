"""Customers carry fields that an administrator adds."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.platform.fields.kinds import Belonging, FieldKind, Native, register


def _rows(actor: Actor, action: str) -> QuerySet[Party]:
    seen: QuerySet[Party] = visible_to(actor, KIND)
    return seen if scope_of(actor, KIND, action) else seen.none()


def _belongs(ids: Sequence[int]) -> Mapping[int, Belonging]:
    people = set(Party.objects.filter(pk__in=ids, kind=PartyKind.PERSON).values_list("pk", flat=True))
    return {pk: Belonging(pk, pk if pk in people else None) for pk in ids}


register(
    FieldKind(
        KIND,
        _("Customers"),
        _rows,
        natives=(
            Native("name", _("Name"), "text", "name"),
            Native("sector", _("Sector"), "text", "sector"),
            Native("country", _("Country"), "text", "country"),
            Native("employees", _("Employees"), "number", "employees"),
            Native("founded", _("Founded"), "number", "founded"),
            Native("created", _("Customer since"), "date", "created_at"),
        ),
        belongs=_belongs,
        of_person=lambda person: [person],
    )
)
