"""Who sees which activity: its owner and those who take part in it, and those whose right reaches it."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.activities.models import Activity, ActivityKind, Participant, Sequence
from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import ConditionField, GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, scope_of, within_scope

KIND = "activities.activity"
SEQUENCE = "activities.sequence"


def _kinds() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in ActivityKind.choices]


govern(
    GovernedKind(
        KIND,
        _("Activities"),
        ("see", "create", "change", "reassign", "export"),
        Activity.objects.all,
        owner="owner",
        conditions=(
            ConditionField(
                "kind",
                pgettext_lazy("of an activity", "Kind"),
                ("is",),
                lambda _operator, value: Q(kind=value),
                _kinds,
            ),
        ),
        fields=(("note", pgettext_lazy("of an activity", "Note")), ("place", _("Place"))),
    )
)


govern(GovernedKind(SEQUENCE, _("Sequences"), ("see", "change"), Sequence.objects.all, scopes=(Scope.ALL,)))


@register_visible(SEQUENCE)
def visible_sequences(actor: Actor) -> QuerySet[Sequence]:
    """Return the sequences to who may see them."""
    rows = Sequence.objects.all()
    return rows if scope_of(actor, SEQUENCE, "see") else rows.none()


@register_visible(KIND)
def visible_activities(actor: Actor) -> QuerySet[Activity]:
    """Return the activities within the actor's right, and those he takes part in; of private ones only his own."""
    rows = Activity.objects.all()
    if not actor.is_person:
        return rows
    if scope_of(actor, KIND, "see") is None:
        return rows.none()
    own = Q(private=False) | Q(owner=actor.user_id)
    seen = within_scope(actor, rows, KIND, "see")
    if not seen.query.where:
        return rows.filter(own)
    mine = Participant.objects.filter(user=actor.user_id).values("activity")
    return rows.filter(own, Q(pk__in=seen.values("pk")) | Q(pk__in=mine))


def activities_for(actor: Actor, action: str) -> QuerySet[Activity]:
    """Return the activities with which the actor may do something."""
    return within_scope(actor, Activity.objects.all(), KIND, action)
