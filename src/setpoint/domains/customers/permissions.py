"""Who sees which party."""

from django.db.models import QuerySet

from setpoint.domains.customers.models import Party
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import register_visible, scope_of

KIND = "customers.party"


@register_visible(KIND)
def visible_parties(actor: Actor) -> QuerySet[Party]:
    """Return every party to those with the right to see parties, none to others."""
    parties = Party.objects.all()
    return parties if scope_of(actor, KIND, "see") else parties.none()
