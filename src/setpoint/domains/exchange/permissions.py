"""Who sees and makes endpoints."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from setpoint.domains.exchange.models import Endpoint, ScheduledExport
from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.permissions import register_visible, within_scope

ENDPOINT = "exchange.endpoint"

govern(GovernedKind(ENDPOINT, _("Webhooks"), ("see", "create", "change", "delete"), Endpoint.objects.all, "owner"))


@register_visible(ENDPOINT)
def visible_endpoints(actor: Actor) -> QuerySet[Endpoint]:
    """Return the endpoints within the actor's right."""
    return within_scope(actor, Endpoint.objects.filter(removed_at=None), ENDPOINT, "see")


@register_visible("exchange.scheduled_export")
def visible_exports(actor: Actor) -> QuerySet[ScheduledExport]:
    """Return the schedules that are the actor's own."""
    every = ScheduledExport.objects.select_related("view")
    return every.filter(owner=actor.user_id) if actor.is_person else every
