"""Who sees which deviation and forecast: those who see the figures of its scope."""

from django.db.models import Q, QuerySet

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import register_visible
from setpoint.loop.control.models import Alarm, Case
from setpoint.loop.plan.permissions import seen_scopes

CASE, ALARM = "control.case", "control.alarm"


@register_visible(CASE)
def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases of the scopes whose figures the actor sees."""
    scopes = seen_scopes(actor)
    if scopes is None:
        return Case.objects.all()
    allowed = Q(pk__in=())
    for kind in ("company", "team", "owner"):
        allowed |= Q(scope_kind=kind, scope_id__in=[number for of, number in scopes if of == kind])
    return Case.objects.filter(allowed)


@register_visible(ALARM)
def visible_alarms(actor: Actor) -> QuerySet[Alarm]:
    """Return the alarms of the scopes whose figures the actor sees; channels with the company."""
    scopes = seen_scopes(actor)
    if scopes is None:
        return Alarm.objects.all()
    allowed = Q(scope_kind="team", scope__in=[str(number) for kind, number in scopes if kind == "team"])
    if ("company", 1) in scopes:
        allowed |= Q(scope_kind__in=("company", "channel"))
    return Alarm.objects.filter(allowed)
