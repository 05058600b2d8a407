"""Who may see and do what. Every read starts from `visible_to`; every write asks `require`."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.kernel.models.people import Scope
from setpoint.kernel.rights import Rights

Visible = Callable[[Actor], QuerySet[Any]]
VisibleInFamily = Callable[[Actor, str], QuerySet[Any]]

M = TypeVar("M", bound=Model)

_KINDS: dict[str, Visible] = {}
# beginning of a name -> what is seen of a kind, and the names there are
_FAMILIES: dict[str, tuple[VisibleInFamily, Callable[[], Iterable[str]]]] = {}


def register_visible(kind: str) -> Callable[[Visible], Visible]:
    """Declare which rows of `kind` an actor sees; a kind without a declaration is seen by nobody."""

    def register(function: Visible) -> Visible:
        _KINDS[kind] = function
        return function

    return register


def register_visible_family(
    prefix: str, *, names: Callable[[], Iterable[str]]
) -> Callable[[VisibleInFamily], VisibleInFamily]:
    """Declare which rows an actor sees of every kind that begins with `prefix`; `names` lists those there are now."""

    def register(function: VisibleInFamily) -> VisibleInFamily:
        _FAMILIES[prefix] = (function, names)
        return function

    return register


def registered_kinds() -> list[str]:
    """Return the kinds of record that somebody can see."""
    return sorted([*_KINDS, *(name for _function, names in _FAMILIES.values() for name in names())])


def is_registered(kind: str) -> bool:
    """Whether somebody can see records of `kind`; asks no database."""
    return kind in _KINDS or kind.partition(".")[0] + "." in _FAMILIES


def visible_to(actor: Actor, kind: str) -> QuerySet[Any]:
    """Return the rows of `kind` that the actor sees; KeyError for an undeclared kind."""
    if kind in _KINDS:
        return _KINDS[kind](actor)
    function, _names = _FAMILIES[kind.partition(".")[0] + "."]
    return function(actor, kind)


def remembering(actor: Actor) -> Actor:
    """Return the actor with his rights remembered: asked of the database once, not at every question.

    For what is short and reads much, one request or one letter. Rights taken from him meanwhile by somebody
    else still hold to its end; operations that change rights or teams call `forget_rights`. An actor that
    lives longer (a stream, a job) is not to remember.
    """
    return replace(actor, rights=rights_of(actor))


def rights_of(actor: Actor) -> Rights:
    """Return the rights of the person who acts, remembered ones where he has them; nobody's for no person."""
    return actor.rights or Rights(actor.user_id or 0, actor.scopes)


def forget_rights(by: Actor) -> None:
    """Let the author of a change of rights, people or teams see it at once."""
    if by.rights is not None:
        by.rights.forget()


def scope_of(actor: Actor, kind: str, action: str) -> Scope | None:
    """Return how far the actor's right reaches, None where there is none. Actors that are no person reach all."""
    return rights_of(actor).reach(kind, action) if actor.is_person else Scope.ALL


def within_scope(actor: Actor, rows: QuerySet[M], kind: str, action: str, owner: str = "owner") -> QuerySet[M]:
    """Cut `rows` to the actor's scope; `owner` is the path to the user who owns a row, "pk" where rows are users."""
    actor = remembering(actor)
    match scope_of(actor, kind, action):
        case Scope.ALL:
            return rows
        case Scope.TEAM:
            # found once: a join would look the owner up for every row
            people = User.objects.filter(team__in=_teams_of(actor)).values("pk")
            return rows.filter(Q(**{owner: actor.user_id}) | Q(**{f"{owner}__in": people}))
        case Scope.OWN:
            return rows.filter(**{owner: actor.user_id})
        case None:
            return rows.none()


def require(actor: Actor, kind: str, action: str, owner_id: int | None = None) -> None:
    """Raise PermissionDenied unless the actor may do `action` on a record of `kind` owned by `owner_id`."""
    actor = remembering(actor)
    scope = scope_of(actor, kind, action)
    if scope == Scope.ALL or (scope is not None and owner_id is not None and owner_id == actor.user_id):
        return
    if scope == Scope.TEAM and owner_id is not None:
        owner_team = User.objects.filter(pk=owner_id).values_list("team_id", flat=True).first()
        if owner_team in _teams_of(actor):
            return
    raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))


def sees_figures_of(actor: Actor, kind: str, scope_id: int) -> bool:
    """Whether the figures of a scope are shown to the actor: one's own, one's teams', or everything by right."""
    return (kind, scope_id) in figure_scopes(actor) or scope_of(actor, "loop.figures", "see") == Scope.ALL


def figure_scopes(actor: Actor) -> set[tuple[str, int]]:
    """Return the (kind, id) scopes, `owner` and `team`, whose figures belong to the actor as person or head."""
    rights = rights_of(actor)
    if not rights.allows("loop.figures", "see"):
        return set()
    own = {("owner", actor.user_id)} if actor.user_id else set()
    return own | {("team", team) for team in rights.headed} | {("owner", person) for person in rights.people}


def _teams_of(actor: Actor) -> set[int]:
    """The teams the actor heads with all below them, and his own."""
    rights = rights_of(actor)
    return set(rights.headed) | ({rights.own_team} if rights.own_team is not None else set())
