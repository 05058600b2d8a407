"""Where a person stands: his roles, his team, his territories, until when somebody from outside has access."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

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
from setpoint.kernel.permissions import forget_rights, require
from setpoint.kernel.refs import Ref
from setpoint.kernel.role_changes import administrators


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
def move(user: User, team: Team | None, *, by: Actor) -> None:
    """Put a person into a team, or into none."""
    require(by, USER, "change", owner_id=user.pk)
    before, after = user.team_id, team.pk if team else None
    if before == after:
        return
    user.team = team
    user.save(update_fields=["team"])
    _tell(UserMoved(user.name, team.name if team else ""), user, by, {"team": [before, after]})


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
    require(by, USER, "secure", owner_id=user.pk)
    if last_day is not None and last_day < company_today():
        raise ValidationError({"access_until": _("This day is past.")})
    if last_day is not None and by.user_id == user.pk:
        raise ValidationError({"access_until": _("Nobody limits his own access.")})
    before = user.access_until
    if before == last_day:
        return
    user.access_until = last_day
    user.save(update_fields=["access_until"])
    said = last_day.isoformat() if last_day else ""
    _tell(AccessLimited(user.name, said), user, by, {"access_until": [before.isoformat() if before else "", said]})


def _tell(payload: object, user: User, by: Actor, changes: dict[str, list[Any]]) -> None:
    forget_rights(by)
    about = Ref(USER, user.pk)
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now(), changes=changes))
