"""People, teams, roles, territories, deputies, absences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field

from setpoint.api.verbs.base import verb
from setpoint.kernel import deputies, people, placing, preferences, role_changes, suspending, trees_changed
from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import Condition
from setpoint.kernel.models import Role, Team, Territory, User
from setpoint.loop.inform.operations import entry_letters

Name = Annotated[str, Field(min_length=1, max_length=120)]
Words = Annotated[
    dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=200)]], Field(max_length=40)
]
Kind = Annotated[str, Field(max_length=60)]


@dataclass
class Grant:
    """A right: an action on records of a kind, how far, and under which conditions (field, word, value)."""

    kind: Kind
    action: Kind
    scope: Literal["own", "territory", "team", "below", "all"]
    conditions: list[tuple[str, str, str]] = field(default_factory=list)


def take_in(
    *,
    name: Annotated[str, Field(min_length=1, max_length=200)],
    email: Annotated[str, Field(max_length=254)],
    role: Role | None = None,
    team: Team | None = None,
    language: Literal["en", "ru"] = "en",
    invited: bool = True,
    by: Actor,
) -> User:
    """Take somebody in, and invite him by a letter."""
    person = User(name=name.strip(), email=email.strip().lower(), role=role, team=team, language=language)
    person.full_clean(exclude=["password"])
    (made,) = people.create_users([person], by=by)
    if invited:
        entry_letters.invite(made, by=by)
    return made


def invite(user: User, *, by: Actor) -> None:
    """Send the letter again by which somebody comes in."""
    entry_letters.invite(user, by=by)


def give_roles(user: User, *, role: Role | None = None, further: Sequence[Role] = (), by: Actor) -> None:
    """Say what somebody may: his role, and further ones."""
    placing.give_roles(user, role, further, by=by)


def move(user: User, *, team: Team | None = None, by: Actor) -> None:
    """Put somebody into a team."""
    placing.move(user, team, by=by)


def give_territories(user: User, *, territories: Sequence[Territory], by: Actor) -> None:
    """Say for which territories somebody works, exactly these."""
    placing.give_territories(user, territories, by=by)


def limit_access(user: User, *, last_day: date | None = None, by: Actor) -> None:
    """Let somebody's access end with a day; null: it does not end."""
    placing.limit_access(user, last_day, by=by)


def change_person(user: User, *, values: Words, by: Actor) -> User:
    """Change name, language or theme of a person."""
    return preferences.change_person(user, values, by=by)


def change_company(*, values: Words, by: Actor) -> None:
    """Change the company."""
    preferences.change_company(values, by=by)


def create_team(*, name: Name, parent: Team | None = None, region: Name | None = None, by: Actor) -> Team:
    """Create a team below another."""
    return people.create_team(name=name, parent=parent, region=region or "", by=by)


def change_team(team: Team, *, name: Name, parent: Team | None = None, by: Actor) -> None:
    """Let a team be called so and stand below another."""
    trees_changed.change_team(team, name=name, parent=parent, by=by)


def create_territory(*, name: Name, parent: Territory | None = None, by: Actor) -> Territory:
    """Create a territory within another."""
    return trees_changed.create_territory(name=name, parent=parent, by=by)


def change_territory(territory: Territory, *, name: Name, parent: Territory | None = None, by: Actor) -> None:
    """Let a territory be called so and lie within another."""
    trees_changed.change_territory(territory, name=name, parent=parent, by=by)


def create_role(*, name: Name, like: Role | None = None, by: Actor) -> Role:
    """Create a role that grants nothing, or what another grants."""
    return role_changes.create_role(name=name, like=like, by=by)


def rename_role(role: Role, *, name: Name, by: Actor) -> None:
    """Call a role otherwise."""
    role_changes.rename_role(role, name, by=by)


def grant(role: Role, *, kind: Kind, rights: Sequence[Grant], by: Actor) -> None:
    """Let a role grant exactly these rights on records of a kind."""
    if any(one.kind != kind for one in rights):
        raise ValidationError({"rights": _("Every right speaks of the same kind of record.")})
    told = [
        role_changes.Granted(one.kind, one.action, one.scope, tuple(Condition(*each) for each in one.conditions))
        for one in rights
    ]
    role_changes.grant(role, kind, told, by=by)


def govern_fields(role: Role, *, kind: Kind, levels: Mapping[str, Literal["hidden", "readable"]], by: Actor) -> None:
    """Say which fields a role does not see or does not change; what is left out it sees and changes."""
    role_changes.govern_fields(role, kind, levels, by=by)


def record_absence(
    user: User, *, first_day: date, last_day: date, reason: Annotated[str, Field(max_length=200)] = "", by: Actor
) -> None:
    """Write down that somebody is away."""
    people.record_absence(user, first_day=first_day, last_day=last_day, reason=reason, by=by)


def suspend(user: User, *, reason: Annotated[str, Field(max_length=200)] = "", by: Actor) -> None:
    """Shut somebody out."""
    suspending.suspend(user, reason=reason, by=by)


verb("take_in_person", "POST", "people", take_in)
verb("change_person", "PATCH", "people/{user}", change_person)
verb("invite_person", "POST", "people/{user}/invitation", invite)
verb("give_roles", "PUT", "people/{user}/roles", give_roles)
verb("move_person", "PUT", "people/{user}/team", move)
verb("give_first_roles", "PUT", "people/roles", placing.give_first_roles)
verb("move_people", "PUT", "people/team", placing.move_many)
verb("limit_access_of_many", "PUT", "people/last-day", placing.limit_access_many)
verb("give_territories", "PUT", "people/{user}/territories", give_territories)
verb("limit_access", "PUT", "people/{user}/last-day", limit_access)
verb("suspend_person", "POST", "people/{user}/suspension", suspend)
verb("resume_person", "DELETE", "people/{user}/suspension", suspending.resume)
verb("record_absence", "POST", "people/{user}/absences", record_absence)
verb("name_deputy", "POST", "people/{absent}/deputies", deputies.name_deputy)
verb("end_deputy", "DELETE", "deputies/{named}", deputies.end_deputy)
verb("create_team", "POST", "teams", create_team)
verb("change_team", "PATCH", "teams/{team}", change_team)
verb("set_head_of_team", "PUT", "teams/{team}/head", people.set_head)
verb("create_territory", "POST", "territories", create_territory)
verb("change_territory", "PATCH", "territories/{territory}", change_territory)
verb("create_role", "POST", "roles", create_role)
verb("rename_role", "PATCH", "roles/{role}", rename_role)
verb("grant_rights", "PUT", "roles/{role}/rights", grant)
verb("govern_fields", "PUT", "roles/{role}/fields", govern_fields)
verb("change_company", "PATCH", "company", change_company)
