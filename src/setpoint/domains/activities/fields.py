"""Activities carry fields that an administrator adds."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.activities.models import Activity
from setpoint.domains.activities.permissions import KIND, activities_for
from setpoint.domains.customers.models.party import PartyKind
from setpoint.platform.fields.kinds import Belonging, FieldKind, Native, register


def _belongs(ids: Sequence[int]) -> Mapping[int, Belonging]:
    rows = Activity.objects.filter(pk__in=ids).values_list("pk", "customer_id", "customer__kind")
    return {pk: Belonging(party, party if kind == PartyKind.PERSON else None) for pk, party, kind in rows}


def _of_person(person: int) -> list[int]:
    return list(Activity.objects.filter(customer=person).values_list("pk", flat=True))


register(
    FieldKind(
        KIND,
        _("Activities"),
        activities_for,
        natives=(
            Native("subject", pgettext_lazy("of an activity", "Subject"), "text", "subject"),
            Native("owner", pgettext_lazy("of a deal", "Owner"), "text", "owner__name"),
            Native("due", pgettext_lazy("of an activity", "Due"), "date", "due_at"),
            Native("minutes", _("Minutes"), "number", "minutes"),
        ),
        belongs=_belongs,
        of_person=_of_person,
    )
)
