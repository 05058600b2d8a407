"""Who sees a notice: whom it tells."""

from django.db.models import QuerySet

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import register_visible
from setpoint.loop.inform.models import Notice

KIND = "inform.notice"


@register_visible(KIND)
def visible_notices(actor: Actor) -> QuerySet[Notice]:
    """Return one's own."""
    return Notice.objects.filter(user=actor.user_id or 0)
