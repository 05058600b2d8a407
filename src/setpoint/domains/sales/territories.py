"""In which territory customers and leads lie, by the rules of the company and the accounts it names."""

from collections.abc import Sequence
from functools import reduce
from operator import and_

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Lead
from setpoint.domains.sales.models.territory import NamedAccount, TerritoryRule
from setpoint.kernel.governed import governed

PARTY = "customers.party"


def asked_by(rule: TerritoryRule) -> Q:
    """Return what a rule asks of customers. ValidationError names a condition that means nothing (any more)."""
    declared = governed(PARTY)
    fields = {one.key: one for one in declared.conditions} if declared else {}
    parts = []
    for name, operator, value in rule.conditions:
        try:
            field = fields[name]
            parts.append(field.compile(field.operators[field.operators.index(operator)], value))
        except (LookupError, ValueError, ValidationError) as wrong:
            words = {"condition": f"{name} {value}"}
            raise ValidationError({"conditions": _("“%(condition)s” cannot be understood.") % words}) from wrong
    return reduce(and_, parts, Q())


def places_of(parties: Sequence[int]) -> dict[int, int | None]:
    """Return in which territory each customer lies by names and rules; a query for each rule."""
    found: dict[int, int | None] = dict(
        NamedAccount.objects.filter(party__in=parties).values_list("party", "territory")
    )
    for rule in TerritoryRule.objects.filter(territory__removed_at=None):
        left = [pk for pk in parties if pk not in found]
        if not left:
            break
        try:
            asked = asked_by(rule)
        except ValidationError:
            # what it named is no more: it leads nowhere, and its page says so
            continue
        for pk in Party.objects.filter(asked, pk__in=left).values_list("pk", flat=True):
            found[pk] = rule.territory_id
    return {pk: found.get(pk) for pk in parties}


def territory_of_many(leads: Sequence[Lead]) -> list[int | None]:
    """Return the territory of each lead: where its customer lies already, else where rules and names put it."""
    known = {lead.customer.pk: lead.customer.territory_id for lead in leads if lead.customer}
    unplaced = [pk for pk, territory in known.items() if territory is None]
    placed = places_of(unplaced) if unplaced else {}
    return [known[lead.customer_id] or placed.get(lead.customer_id) if lead.customer_id else None for lead in leads]
