"""Leads carry fields that an administrator adds; their states follow each other."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.sales.models import Lead, LeadState
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import within_scope
from setpoint.platform.fields.kinds import Belonging, FieldKind, Native, State, register


def _rows(actor: Actor, action: str) -> QuerySet[Lead]:
    return within_scope(actor, Lead.objects.all(), LEAD, action)


def _states() -> list[State]:
    return [State(state.pk, state.name, str(_("Leads")), state.position) for state in LeadState.objects.all()]


def _states_of(ids: Sequence[int]) -> Mapping[int, int]:
    return dict(Lead.objects.filter(pk__in=ids).values_list("pk", "state_id"))


def _belongs(ids: Sequence[int]) -> Mapping[int, Belonging]:
    rows = Lead.objects.filter(pk__in=ids).values_list("pk", "customer_id", "customer__kind")
    return {pk: Belonging(party, party if kind == PartyKind.PERSON else None) for pk, party, kind in rows}


def _of_person(person: int) -> list[int]:
    return list(Lead.objects.filter(customer=person).values_list("pk", flat=True))


register(
    FieldKind(
        LEAD,
        _("Leads"),
        _rows,
        natives=(
            Native("name", pgettext_lazy("an inquiry", "Lead"), "text", "name"),
            Native("organisation", _("Organisation"), "text", "organisation"),
            Native("score", _("Score"), "number", "score"),
            Native("source", _("Source"), "text", "source__name"),
            Native("state", pgettext_lazy("of a lead", "State"), "text", "state__name"),
            Native("owner", pgettext_lazy("of a deal", "Owner"), "text", "owner__name"),
            Native("received", _("Received"), "date", "received_at"),
        ),
        states=_states,
        states_of=_states_of,
        belongs=_belongs,
        of_person=_of_person,
    )
)
