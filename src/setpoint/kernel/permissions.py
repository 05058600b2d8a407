"""Who may see and do what. Every read starts from `visible_to`; every write asks `require`."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Grant, Team, User
from setpoint.kernel.models.people import Scope

Visible = Callable[[Actor], QuerySet[Any]]

M = TypeVar("M", bound=Model)

_KINDS: dict[str, Visible] = {}


def register_visible(kind: str) -> Callable[[Visible], Visible]:
    """Declare which rows of `kind` an actor sees; a kind without a declaration is seen by nobody."""

    def register(function: Visible) -> Visible:
        _KINDS[kind] = function
        return function

    return register


def registered_kinds() -> list[str]:
    """Return the kinds of record that somebody can see."""
    return sorted(_KINDS)


def visible_to(actor: Actor, kind: str) -> QuerySet[Any]:
    """Return the rows of `kind` that the actor sees; KeyError for an undeclared kind."""
    return _KINDS[kind](actor)


def scope_of(actor: Actor, kind: str, action: str) -> Scope | None:
    """Return how far the actor's right reaches, None where there is none. Actors that are no person reach all."""
    if not actor.is_person:
        return Scope.ALL
    found = Grant.objects.filter(
        role__users=actor.user_id, role__users__is_active=True, kind__in=(kind, "*"), action__in=(action, "*")
    ).values_list("scope", flat=True)
    order = [Scope.OWN, Scope.TEAM, Scope.ALL]
    return max((Scope(scope) for scope in found), key=order.index, default=None)


def team_ids_of(actor: Actor) -> list[int]:
    """Return the teams the actor heads with all below them; without a headed team, none."""
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    headed = set(Team.objects.filter(head=actor.user_id).values_list("pk", flat=True))
    found = set(headed)
    while True:
        below = {pk for pk, parent in parents.items() if parent in found} - found
        if not below:
            return sorted(found)
        found |= below


def within_scope(actor: Actor, rows: QuerySet[M], kind: str, action: str, owner: str = "owner") -> QuerySet[M]:
    """Cut `rows` to the actor's scope; `owner` is the path to the user who owns a row, "pk" where rows are users."""
    match scope_of(actor, kind, action):
        case Scope.ALL:
            return rows
        case Scope.TEAM:
            own_team = User.objects.filter(pk=actor.user_id or 0).values("team_id")
            # found once: a join would look the owner up for every row
            people = User.objects.filter(Q(team__in=own_team) | Q(team__in=team_ids_of(actor))).values("pk")
            return rows.filter(Q(**{owner: actor.user_id}) | Q(**{f"{owner}__in": people}))
        case Scope.OWN:
            return rows.filter(**{owner: actor.user_id})
        case None:
            return rows.none()


def require(actor: Actor, kind: str, action: str, owner_id: int | None = None) -> None:
    """Raise PermissionDenied unless the actor may do `action` on a record of `kind` owned by `owner_id`."""
    scope = scope_of(actor, kind, action)
    if scope == Scope.ALL or (scope is not None and owner_id is not None and owner_id == actor.user_id):
        return
    if scope == Scope.TEAM and owner_id is not None:
        owner_team = User.objects.filter(pk=owner_id).values_list("team_id", flat=True).first()
        own_team = User.objects.filter(pk=actor.user_id or 0).values_list("team_id", flat=True).first()
        if owner_team is not None and owner_team in {own_team, *team_ids_of(actor)}:
            return
    raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))


def sees_figures_of(actor: Actor, kind: str, scope_id: int) -> bool:
    """Whether the figures of a scope are shown to the actor: one's own, one's teams', or everything by right."""
    return (kind, scope_id) in figure_scopes(actor) or scope_of(actor, "loop.figures", "see") == Scope.ALL


def figure_scopes(actor: Actor) -> set[tuple[str, int]]:
    """Return the (kind, id) scopes, `owner` and `team`, whose figures belong to the actor as person or head."""
    teams = team_ids_of(actor)
    people = User.objects.filter(team__in=teams).values_list("pk", flat=True)
    own = {("owner", actor.user_id)} if actor.user_id else set()
    return own | {("team", team) for team in teams} | {("owner", person) for person in people}
