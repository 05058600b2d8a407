"""Customers carry fields that an administrator adds."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PERSONAL
from setpoint.domains.customers.permissions import KIND, parties_for
from setpoint.platform.fields.kinds import Belonging, FieldKind, Native, register


def _belongs(ids: Sequence[int]) -> Mapping[int, Belonging]:
    people = set(Party.objects.filter(pk__in=ids, kind__in=PERSONAL).values_list("pk", flat=True))
    return {pk: Belonging(pk, pk if pk in people else None) for pk in ids}


register(
    FieldKind(
        KIND,
        _("Customers"),
        parties_for,
        natives=(
            Native("name", _("Name"), "text", "name"),
            Native("sector", _("Sector"), "text", "sector"),
            Native("country", _("Country"), "text", "country"),
            Native("territory", _("Territory"), "text", "territory__name"),
            Native("employees", _("Employees"), "number", "employees"),
            Native("founded", _("Founded"), "number", "founded"),
            Native("created", _("Customer since"), "date", "created_at"),
        ),
        belongs=_belongs,
        of_person=lambda person: [person],
    )
)
