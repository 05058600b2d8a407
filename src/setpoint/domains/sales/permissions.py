"""Who sees which deal."""

from django.db.models import QuerySet

from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import register_visible, within_scope

KIND = "sales.deal"


@register_visible(KIND)
def visible_deals(actor: Actor) -> QuerySet[Deal]:
    """Return the deals within the actor's right: own, own teams', or all."""
    return within_scope(actor, Deal.objects.all(), KIND, "see")
