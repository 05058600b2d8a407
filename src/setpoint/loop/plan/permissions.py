"""Who sees which goal, and who may change it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import figure_scopes, register_visible, rights_of, scope_of
from setpoint.loop.plan.models import Goal

PLAN = "loop.plan"
GOAL = "loop.goal"
FIGURES = "loop.figures"
BRANCH = (Scope.OWN, Scope.BELOW, Scope.ALL)

govern(GovernedKind(PLAN, gettext_lazy("Plan"), ("see", "change"), scopes=BRANCH))
# as a member: the figures of one's own team, where it has three people at least
govern(GovernedKind(FIGURES, gettext_lazy("Figures"), ("see",), scopes=(Scope.OWN, Scope.TEAM, *BRANCH[1:])))


@register_visible(GOAL)
def visible_goals(actor: Actor) -> QuerySet[Goal]:
    """Return the goals of the scopes whose figures the actor sees."""
    scopes = seen_scopes(actor)
    if scopes is None:
        return Goal.objects.all()
    allowed = Q(pk__in=())
    for kind in ("company", "team", "owner"):
        allowed |= Q(scope_kind=kind, scope_id__in=[number for of, number in scopes if of == kind])
    return Goal.objects.filter(allowed)


def seen_scopes(actor: Actor) -> set[tuple[str, int]] | None:
    """Return the scopes whose figures the actor sees, None for all: his own, those he heads.

    Who heads every team sees the company.
    """
    match scope_of(actor, FIGURES, "see"):
        case Scope.ALL:
            return None
        case None:
            return set()
        case _:
            company = {("company", 1)} if rights_of(actor).heads_everybody else set()
            return figure_scopes(actor) | company


def require_change(actor: Actor, kind: str, number: int) -> None:
    """Raise PermissionDenied unless the actor may set the goals of a scope."""
    scope = scope_of(actor, PLAN, "change")
    if scope == Scope.ALL:
        return
    allowed = figure_scopes(actor) - {("owner", actor.user_id)} if scope == Scope.BELOW else set()
    if scope == Scope.BELOW and rights_of(actor).heads_everybody:
        allowed |= {("company", 1)}
    if (kind, number) not in allowed:
        raise PermissionDenied(_("Only who heads this team may change its goals. Ask the head of sales."))


def may_lower(actor: Actor) -> bool:
    """Whether the actor may ask less of the whole company."""
    return scope_of(actor, PLAN, "change") == Scope.ALL


def require_lowering(actor: Actor) -> None:
    """Raise PermissionDenied unless the actor may ask less of the whole company."""
    if not may_lower(actor):
        raise PermissionDenied(_("Only the owner of the company may lower its goal."))
