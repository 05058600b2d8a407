"""Who sees which saved view, and which change of many records."""

from django.db.models import Q, QuerySet

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import register_visible, rights_of
from setpoint.platform.lists.models import BulkEdit, SavedView, Shared

VIEW = "platform.view"
BULK = "platform.bulk"


@register_visible(VIEW)
def visible_views(actor: Actor) -> QuerySet[SavedView]:
    """Return one's own views, those of one's teams, and those of everybody."""
    views = SavedView.objects.all()
    if not actor.is_person:
        return views
    rights = rights_of(actor)
    teams = {*rights.headed, *([rights.own_team] if rights.own_team is not None else [])}
    return views.filter(
        Q(owner=actor.user_id) | Q(shared=Shared.EVERYBODY) | Q(shared=Shared.TEAM, team__in=sorted(teams))
    )


@register_visible(BULK)
def visible_edits(actor: Actor) -> QuerySet[BulkEdit]:
    """Return the changes of many records that the actor made."""
    edits = BulkEdit.objects.all()
    return edits.filter(person=actor.user_id) if actor.is_person else edits
