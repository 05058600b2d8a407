"""The facts of leads, each with the owner, team, source and state of its moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.sales.models import Lead
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.refs import Ref


def lead_fact(
    lead: Lead,
    payload: type,
    by: Actor,
    at: datetime,
    *,
    changes: Mapping[str, Sequence[Any]] | None = None,
    through: str = "",
    **values: Any,
) -> facts.NewFact:
    """Return a fact about the lead as it now stands; personal values are those of the person behind it."""
    customer = lead.customer
    return facts.NewFact(
        payload(
            owner=lead.owner_id,
            team=lead.owner.team_id if lead.owner else None,
            source=lead.source_id,
            state=lead.state_id,
            product=lead.product_id,
            campaign=lead.campaign,
            **values,
        ),
        about=Ref(LEAD, lead.pk),
        by=by,
        occurred_at=at,
        customer=lead.customer_id,
        person=customer.pk if customer is not None and customer.kind == PartyKind.PERSON else None,
        channel=through,
        changes=changes or {},
    )


def age_days(lead: Lead, at: datetime) -> float:
    """Return how long the lead has been there."""
    return (at - lead.received_at).total_seconds() / 86400
