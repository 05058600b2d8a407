"""Deals carry fields that an administrator adds; their states are the stages of pipelines."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PERSONAL
from setpoint.domains.sales.models import Deal, Stage
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import within_scope
from setpoint.platform.fields.kinds import Belonging, FieldKind, Native, State, register


def _rows(actor: Actor, action: str) -> QuerySet[Deal]:
    return within_scope(actor, Deal.objects.all(), KIND, action)


def _states() -> list[State]:
    stages = Stage.objects.select_related("pipeline").order_by("pipeline__position", "position")
    return [State(stage.pk, stage.name, stage.pipeline.name, stage.position) for stage in stages]


def _states_of(ids: Sequence[int]) -> Mapping[int, int]:
    return dict(Deal.objects.filter(pk__in=ids).values_list("pk", "stage_id"))


def _belongs(ids: Sequence[int]) -> Mapping[int, Belonging]:
    customers = dict(Deal.objects.filter(pk__in=ids).values_list("pk", "customer_id"))
    people = set(
        Party.objects.filter(pk__in={pk for pk in customers.values() if pk}, kind__in=PERSONAL).values_list(
            "pk", flat=True
        )
    )
    return {deal: Belonging(party, party if party in people else None) for deal, party in customers.items()}


def _of_person(person: int) -> list[int]:
    return list(Deal.objects.filter(customer=person).values_list("pk", flat=True))


register(
    FieldKind(
        KIND,
        _("Deals"),
        _rows,
        natives=(
            Native("name", _("Deal"), "text", "name"),
            Native("amount", _("Amount"), "money", "amount", "currency"),
            Native("probability", _("Probability, %"), "number", "stage__probability"),
            Native("stage", _("Stage"), "text", "stage__name"),
            Native("owner", pgettext_lazy("of a deal", "Owner"), "text", "owner__name"),
            Native("customer", _("Customer"), "text", "customer__name"),
            Native("created", _("Created"), "date", "opened_at"),
            Native("closed", _("Closed"), "date", "closed_at"),
        ),
        states=_states,
        states_of=_states_of,
        belongs=_belongs,
        of_person=_of_person,
    )
)
