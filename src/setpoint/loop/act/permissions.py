"""Who sees a correction, and whose approval it needs."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, rights_of, scope_of
from setpoint.loop.act.models import Affected, Correction, LeverSetting

KIND = "loop.correction"

govern(GovernedKind(KIND, gettext_lazy("Corrections"), ("see", "approve"), scopes=(Scope.OWN, Scope.BELOW, Scope.ALL)))
govern(GovernedKind("loop.lever", gettext_lazy("Levers"), ("see", "change"), scopes=(Scope.ALL,)))


@register_visible(KIND)
def visible_corrections(actor: Actor) -> QuerySet[Correction]:
    """Return the corrections that touch the actor's own work, the work of those he heads, or all."""
    match scope_of(actor, KIND, "see"):
        case Scope.ALL:
            return Correction.objects.all()
        case None:
            return Correction.objects.none()
        case scope:
            people = {actor.user_id, *(rights_of(actor).people if scope == Scope.BELOW else ())}
            touched = Affected.objects.filter(correction=OuterRef("pk"), user__in=people)
            return Correction.objects.filter(Exists(touched))


@register_visible("loop.lever")
def visible_levers(actor: Actor) -> QuerySet[LeverSetting]:
    """Return the versions of lever settings for those who may see levers at all."""
    rows = LeverSetting.objects.all()
    return rows if scope_of(actor, "loop.lever", "see") else rows.none()


def may_decide(actor: Actor, correction: Correction) -> bool:
    """Whether the actor may approve, adjust, decline or undo: he answers for everybody whom it touches."""
    return correction.pk in decided_by(actor, [correction])


def decided_by(actor: Actor, corrections: Sequence[Correction]) -> set[int]:
    """Return the ids of those corrections on which the actor may decide; constant number of queries."""
    match scope_of(actor, KIND, "approve"):
        case Scope.ALL:
            return {row.pk for row in corrections}
        case Scope.BELOW:
            touched = Affected.objects.filter(correction__in=corrections).values_list("correction_id", "user_id")
            known, headed = list(touched), rights_of(actor).people
            return {row for row, _user in known} - {row for row, user in known if user not in headed}
        case _:
            return set()


def require_decision(actor: Actor, correction: Correction) -> None:
    """Raise PermissionDenied unless the actor may decide."""
    if not may_decide(actor, correction):
        raise PermissionDenied(_("Only who heads everybody it touches can decide this. Ask the head of sales."))
