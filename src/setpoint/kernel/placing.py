"""Where a person stands: his roles, his team, his territories, until when somebody from outside has access."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import Role, Team, Territory, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import forget_rights, require, require_rows
from setpoint.kernel.refs import Ref
from setpoint.kernel.role_changes import administrators

M = TypeVar("M", Role, Team)


@fact_type("kernel.roles_given", sentence=gettext_noop("{actor} gave {name} the role {roles}"))
@dataclass(frozen=True)
class RolesGiven:
    """Somebody has other roles, by key."""

    name: str
    roles: str


@fact_type("kernel.user_moved", sentence=gettext_noop("{actor} moved {name} to the team {team}"))
@dataclass(frozen=True)
class UserMoved:
    """Somebody belongs to another team, "" for none."""

    name: str
    team: str


@fact_type("kernel.territories_given", sentence=gettext_noop("{actor} gave {name} the territories: {territories}"))
@dataclass(frozen=True)
class TerritoriesGiven:
    """Somebody belongs to other territories."""

    name: str
    territories: str


@fact_type("kernel.access_limited", sentence=gettext_noop("{actor} gave {name} access until {last_day}"))
@dataclass(frozen=True)
class AccessLimited:
    """Somebody has access until this day, ISO; "" for no end."""

    name: str
    last_day: str


@transaction.atomic
def give_roles(user: User, role: Role | None, further: Iterable[Role] = (), *, by: Actor) -> None:
    """Give a person his roles: the first names him, the rights of all unite. The same roles write nothing."""
    require(by, USER, "secure", owner_id=user.pk)
    wanted = {one.pk: one for one in further if role is None or one.pk != role.pk}
    before = [user.role_id, *sorted(user.further_roles.values_list("pk", flat=True))]
    after = [role.pk if role else None, *sorted(wanted)]
    if before == after:
        return
    user.role = role
    user.save(update_fields=["role"])
    user.further_roles.set(wanted)
    if not administrators():
        raise ValidationError(_("Nobody could change rights any more. Give the right to another person first."))
    keys = ", ".join(one.key for one in ([role] if role else []) + list(wanted.values()))
    _tell(RolesGiven(user.name, keys), user, by, {"roles": [before, after]})


@transaction.atomic
def give_first_roles(roles: Mapping[int, Role | None], *, by: Actor) -> None:
    """Give people (by number) the role that names them; further ones stay."""
    people = _people(roles, "secure", by)
    further: dict[int, dict[int, str]] = {}
    links = User.further_roles.through.objects.filter(user__in=people)
    for person, number, key in links.values_list("user", "role", "role__key"):
        further.setdefault(person, {})[number] = key
    told = []
    for user, role in _others(people, roles, "role_id"):
        more = further.get(user.pk, {})
        before = [user.role_id, *sorted(more)]
        user.role = role
        keys = ", ".join(([role.key] if role else []) + [key for pk, key in more.items() if pk != user.role_id])
        told.append((RolesGiven(user.name, keys), user, {"roles": [before, [user.role_id, *sorted(more)]]}))
    User.objects.bulk_update([user for _payload, user, _changes in told], ["role"])
    if not administrators():
        raise ValidationError(_("Nobody could change rights any more. Give the right to another person first."))
    _tell_many(told, by)


@transaction.atomic
def move(user: User, team: Team | None, *, by: Actor) -> None:
    """Put a person into a team, or into none."""
    move_many({user.pk: team}, by=by)
    user.team = team


@transaction.atomic
def move_many(teams: Mapping[int, Team | None], *, by: Actor) -> None:
    """Put people (by number) into teams, or into none."""
    people = _people(teams, "change", by)
    told = []
    for user, team in _others(people, teams, "team_id"):
        before, user.team = user.team_id, team
        payload = UserMoved(user.name, team.name if team else "")
        told.append((payload, user, {"team": [before, user.team_id]}))
    User.objects.bulk_update([user for _payload, user, _changes in told], ["team"])
    _tell_many(told, by)


@transaction.atomic
def give_territories(user: User, territories: Iterable[Territory], *, by: Actor) -> None:
    """Let a person belong to exactly these territories, and through them to those below."""
    require(by, USER, "change", owner_id=user.pk)
    wanted = {one.pk: one for one in territories}
    before = sorted(user.territories.values_list("pk", flat=True))
    if before == sorted(wanted):
        return
    user.territories.set(wanted)
    names = ", ".join(sorted(one.name for one in wanted.values()))
    _tell(TerritoriesGiven(user.name, names), user, by, {"territories": [before, sorted(wanted)]})


@transaction.atomic
def limit_access(user: User, last_day: date | None, *, by: Actor) -> None:
    """Give somebody from outside access until a day, that day included; None takes the limit away."""
    limit_access_many({user.pk: last_day}, by=by)
    user.access_until = last_day


@transaction.atomic
def limit_access_many(days: Mapping[int, date | None], *, by: Actor) -> None:
    """Give people (by number) access until a day, that day included; None takes the limit away."""
    people = _people(days, "secure", by)
    told = []
    for pk, day in days.items():
        user = people.get(pk)
        before = user.access_until if user else None
        if user is None or before == day:
            continue
        if day is not None and day < company_today():
            raise ValidationError({"access_until": _("This day is past.")})
        if day is not None and by.user_id == pk:
            raise ValidationError({"access_until": _("Nobody limits his own access.")})
        user.access_until = day
        said = day.isoformat() if day else ""
        changes = {"access_until": [before.isoformat() if before else "", said]}
        told.append((AccessLimited(user.name, said), user, changes))
    User.objects.bulk_update([user for _payload, user, _changes in told], ["access_until"])
    _tell_many(told, by)


def _people(given: Mapping[int, object], action: str, by: Actor) -> dict[int, User]:
    """Return those of whom something changes, locked. PermissionDenied where one is beyond the actor's right."""
    require_rows(by, User.objects.all(), USER, action, list(given), owner="pk")
    return User.objects.select_for_update().order_by("pk").in_bulk(list(given))


def _others(people: Mapping[int, User], given: Mapping[int, M | None], column: str) -> list[tuple[User, M | None]]:
    """Return whom the change concerns: those who have something else."""
    return [
        (people[pk], one)
        for pk, one in given.items()
        if pk in people and getattr(people[pk], column) != (one.pk if one else None)
    ]


def _tell(payload: object, user: User, by: Actor, changes: dict[str, list[Any]]) -> None:
    _tell_many([(payload, user, changes)], by)


def _tell_many(told: Sequence[tuple[object, User, dict[str, list[Any]]]], by: Actor) -> None:
    forget_rights(by)
    now = company_now()
    facts.emit_many(
        [
            facts.NewFact(payload, about=Ref(USER, user.pk), by=by, occurred_at=now, changes=changes)
            for payload, user, changes in told
        ]
    )
