"""Who sees which deal, and which lead."""

from django.db.models import Q, QuerySet

from setpoint.domains.sales.models import Deal, Lead, RoutingRule
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import register_visible, scope_of, within_scope

KIND = "sales.deal"
LEAD = "sales.lead"


@register_visible(KIND)
def visible_deals(actor: Actor) -> QuerySet[Deal]:
    """Return the deals within the actor's right: own, own teams', or all."""
    return within_scope(actor, Deal.objects.all(), KIND, "see")


@register_visible(LEAD)
def visible_leads(actor: Actor) -> QuerySet[Lead]:
    """Return the leads within the actor's right, and those in the pool for whoever sees any."""
    leads = Lead.objects.all()
    if scope_of(actor, LEAD, "see") is None:
        return leads.none()
    seen = within_scope(actor, leads, LEAD, "see")
    return leads.filter(Q(pk__in=seen.values("pk")) | Q(owner=None)) if seen.query.where else seen


@register_visible("sales.routing")
def visible_rules(actor: Actor) -> QuerySet[RoutingRule]:
    """Return the rules of routing to who may see them."""
    rules = RoutingRule.objects.all()
    return rules if scope_of(actor, "sales.routing", "see") else rules.none()
