"""Who may see and do what. Every read starts from `visible_to`; every write asks `require`."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import governed
from setpoint.kernel.models import User
from setpoint.kernel.models.people import Scope
from setpoint.kernel.rights import Right, Rights
from setpoint.kernel.trees import found_once

Visible = Callable[[Actor], QuerySet[Any]]
VisibleInFamily = Callable[[Actor, str], QuerySet[Any]]
Given = tuple[Rights, Right]
BATCH = 500
# a figure of fewer people tells a member of it what the others did
LEAST_GROUP = 3
_USER = "kernel.user"

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


def within_scope(actor: Actor, rows: QuerySet[M], kind: str, action: str, owner: str | None = "owner") -> QuerySet[M]:
    """Cut `rows` to the actor's rights, which unite.

    `owner` is the path to the user who owns a row, "pk" where rows are users, None where nobody owns one. Rows that
    are people to whom records of another `kind` may belong are cut by scope alone: conditions speak of records.
    """
    if not actor.is_person:
        return rows
    actor = remembering(actor)
    found = rights_of(actor).covering(kind, action)
    if any(right.scope == Scope.ALL and not right.conditions for _who, right in found):
        return rows
    if not found:
        return rows.none()
    of_people = rows.model is User and kind != _USER
    parts = [reached_by(who, right, kind, owner, of_people=of_people) for who, right in _widest(found)]
    return rows.filter(reduce(or_, parts))


def may(actor: Actor, kind: str, action: str, record: int) -> bool:
    """Whether the actor may do `action` on one record of a governed kind: one query, none where his right is full."""
    declared = governed(kind)
    if not actor.is_person or (declared is None or declared.rows is None):
        return scope_of(actor, kind, action) == Scope.ALL
    rows = declared.rows()
    return covers_all(actor, rows, kind, action, [record], declared.owner)


def covers_all(
    actor: Actor, rows: QuerySet[Any], kind: str, action: str, ids: Collection[int], owner: str | None = "owner"
) -> bool:
    """Whether every one of the records is within the actor's right; no query where that has no bounds."""
    if not actor.is_person:
        return True
    actor = remembering(actor)
    found = rights_of(actor).covering(kind, action)
    if not found or any(right.scope == Scope.ALL and not right.conditions for _who, right in found):
        return bool(found)
    allowed = within_scope(actor, rows, kind, action, owner)
    wanted = sorted(set(ids))
    return all(
        allowed.filter(pk__in=wanted[start : start + BATCH]).count() == len(wanted[start : start + BATCH])
        for start in range(0, len(wanted), BATCH)
    )


def require_rows(
    actor: Actor, rows: QuerySet[Any], kind: str, action: str, ids: Collection[int], owner: str | None = "owner"
) -> None:
    """Raise PermissionDenied unless every one of the records is within the actor's right to do `action`."""
    if not actor.is_person:
        return
    if actor.view_only or not covers_all(actor, rows, kind, action, ids, owner):
        raise _denied(actor)


def require_record(actor: Actor, kind: str, action: str, record: int) -> None:
    """Raise PermissionDenied unless the actor may do `action` on one record of a governed kind."""
    if (actor.view_only and action != "see") or not may(actor, kind, action, record):
        raise _denied(actor)


def require_still(actor: Actor, rows: QuerySet[Any], kind: str, action: str, ids: Collection[int]) -> None:
    """Raise PermissionDenied where a change has led records out of the actor's right; he may not lead them out.

    No query unless his right depends on what records say or where they lie.
    """
    if actor.is_person and depends(actor, kind, action):
        require_rows(actor, rows, kind, action, ids, owner=_owner_of(kind))


def depends(actor: Actor, kind: str, action: str) -> bool:
    """Whether the actor's right depends on what a record says or where it lies."""
    found = [right for _who, right in rights_of(actor).covering(kind, action)]
    full = any(right.scope == Scope.ALL and not right.conditions for right in found)
    return not full and any(right.conditions or right.scope == Scope.TERRITORY for right in found)


def require(actor: Actor, kind: str, action: str, owner_id: int | None = None) -> None:
    """Raise PermissionDenied unless the actor may do `action` on every record of `kind` owned by `owner_id`.

    Rights under conditions or on a territory say nothing of a record unknown: `require_rows` asks for those.
    """
    actor = remembering(actor)
    if actor.view_only and action != "see":
        raise _denied(actor)
    if not actor.is_person:
        return
    found = [each for each in rights_of(actor).covering(kind, action) if not each[1].conditions]
    if any(right.scope == Scope.ALL for _who, right in found):
        return
    owned = [each for each in found if each[1].scope != Scope.TERRITORY]
    if owner_id is None or not owned:
        raise _denied(actor)
    if any(who.user_id == owner_id for who, _right in owned):
        return
    teams = {team for who, right in owned for team in _teams_of(who, right.scope)}
    if teams and User.objects.filter(pk=owner_id).values_list("team_id", flat=True).first() in teams:
        return
    raise _denied(actor)


def _denied(actor: Actor) -> PermissionDenied:
    if actor.view_only:
        return PermissionDenied(_("You look with another person's eyes: nothing can be changed until you stop."))
    return PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))


def _owner_of(kind: str) -> str | None:
    declared = governed(kind)
    return declared.owner if declared else None


def _widest(found: Sequence[Given]) -> Sequence[Given]:
    """Leave out what another right of the same person holds as well."""
    wide = {who.user_id for who, right in found if right.scope == Scope.BELOW and not right.conditions}
    kept: dict[tuple[int, Scope, Any], Given] = {}
    for who, right in found:
        within = right.scope in {Scope.OWN, Scope.TEAM} and who.user_id in wide
        if not within:
            kept[who.user_id, right.scope, right.conditions] = (who, right)
    return list(kept.values())


def reached_by(who: Rights, right: Right, kind: str, owner: str | None, *, of_people: bool = False) -> Q:
    """Return the condition on rows of `kind` under which one right reaches them."""
    reached = in_scope(who, right.scope, kind, owner, of_people=of_people)
    if of_people:
        return reached
    return reduce(and_, (who.condition(kind, condition) for condition in right.conditions), reached)


def in_scope(who: Rights, scope: Scope, kind: str, owner: str | None, *, of_people: bool) -> Q:
    """Return the rows in a scope of somebody; none where the kind knows no such scope."""
    match scope:
        case Scope.ALL:
            return Q()
        case Scope.TERRITORY:
            return _in_territory(who, kind, of_people=of_people)
        case _ if owner is None:
            return Q(pk__in=())
        case Scope.OWN:
            return Q(**{owner: who.user_id})
        case _:
            # found once: a join would look the owner up for every row
            people = User.objects.filter(team__in=_teams_of(who, scope)).values("pk")
            return Q(**{owner: who.user_id}) | Q(**{f"{owner}__in": people})


def sees_figures_of(actor: Actor, kind: str, scope_id: int) -> bool:
    """Whether the figures of a scope are shown to the actor: one's own, one's teams', or everything by right.

    Teams are those one heads; as a member, by right, one's own team where it has three people at least.
    """
    return (kind, scope_id) in figure_scopes(actor) or scope_of(actor, "loop.figures", "see") == Scope.ALL


def figure_scopes(actor: Actor) -> set[tuple[str, int]]:
    """Return the (kind, id) scopes, `owner` and `team`, whose figures belong to the actor as person or head."""
    rights = rights_of(actor)
    if not rights.allows("loop.figures", "see"):
        return set()
    own = {("owner", who.user_id) for who in (rights, *rights.stands_for) if who.user_id}
    own |= {("team", team) for team in _groups(rights)}
    return own | {("team", team) for team in rights.headed} | {("owner", person) for person in rights.people}


def _groups(rights: Rights) -> set[int]:
    """The own team of who may see its figures as a member; of two, each would know what the other did."""
    as_member = any(right.scope == Scope.TEAM for _who, right in rights.covering("loop.figures", "see"))
    team = rights.own_team if as_member else None
    return {team} if team is not None and rights.members >= LEAST_GROUP else set()


def _in_territory(who: Rights, kind: str, *, of_people: bool) -> Q:
    declared = governed(kind)
    if of_people:
        return Q(pk__in=User.territories.through.objects.filter(territory__in=who.territories).values("user"))
    if declared is None or declared.territory is None or declared.rows is None:
        return Q(pk__in=())
    return found_once(declared.rows().model, declared.territory, who.territories)


def _teams_of(who: Rights, scope: Scope) -> set[int]:
    """The teams whose people a scope reaches: his own and those he heads, with all below them for `BELOW`."""
    headed = {Scope.TEAM: who.heads, Scope.BELOW: who.headed}.get(scope)
    if headed is None:
        return set()
    return set(headed) | ({who.own_team} if who.own_team is not None else set())
