"""Reads used more than once."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from setpoint.domains.exchange.models import Delivery, DeliveryState, Endpoint
from setpoint.journal.models import Fact
from setpoint.journal.reading import tell, veiled
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now

OPEN = (DeliveryState.WAITING, DeliveryState.SENDING)


def due(endpoint: int) -> QuerySet[Delivery]:
    """Return what may leave now, in order: nothing before it about the same record is still on its way."""
    before = Delivery.objects.filter(
        endpoint=endpoint,
        about_kind=OuterRef("about_kind"),
        about_id=OuterRef("about_id"),
        pk__lt=OuterRef("pk"),
        state__in=OPEN,
    )
    rows = Delivery.objects.filter(endpoint=endpoint, state__in=OPEN, due_at__lte=machine_now())
    return rows.filter(~Exists(before)).order_by("pk")


def body_of(delivery: Delivery) -> dict[str, Any]:
    """Return what is sent: the fact as its endpoint's owner sees it, without what was erased since."""
    fact = Fact.objects.get(pk=delivery.fact)
    (told,) = tell([fact])
    told = veiled(told, Actor.of(delivery.endpoint.owner, door="connector"))
    return {
        "id": fact.pk,
        "type": fact.kind,
        "occurred_at": fact.occurred_at.isoformat(),
        "recorded_at": fact.recorded_at.isoformat(),
        "actor": {"kind": fact.actor_kind, "id": fact.actor_id, "name": fact.actor_label},
        "door": fact.door,
        "about": {"kind": fact.about_kind, "id": fact.about_id},
        "customer": fact.customer_id,
        "changes": told.changes,
        "data": told.data,
        "retracts": fact.retracts,
    }


def endpoints_told(rows: QuerySet[Endpoint]) -> QuerySet[Endpoint]:
    """Return endpoints with their silence and owner, in order of their names."""
    return rows.select_related("silence", "owner").order_by("name", "pk")
