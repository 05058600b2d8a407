"""Which users and teams an actor sees: names are no secret inside a company, figures are."""

from django.db.models import QuerySet

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Company, Role, Team, User
from setpoint.kernel.people import TEAM, USER
from setpoint.kernel.permissions import register_visible, scope_of, within_scope
from setpoint.kernel.refs import COMPANY


@register_visible(USER)
def visible_users(actor: Actor) -> QuerySet[User]:
    """Return the users whose facts the actor sees: himself, those below him, or all by right."""
    users = User.objects.all()
    if scope_of(actor, USER, "see") is None:
        return users.filter(pk=actor.user_id or 0)
    return within_scope(actor, users, USER, "see", owner="pk")


@register_visible(TEAM)
def visible_teams(actor: Actor) -> QuerySet[Team]:
    """Return the teams whose facts the actor sees."""
    teams = Team.objects.all()
    return teams if scope_of(actor, TEAM, "see") else teams.filter(members=actor.user_id or 0)


@register_visible(COMPANY.kind)
def visible_company(actor: Actor) -> QuerySet[Company]:
    """Return the company to those who may see what happens to it: its founding, strangers at its door."""
    companies = Company.objects.all()
    return companies if scope_of(actor, COMPANY.kind, "see") else companies.none()


@register_visible("kernel.role")
def visible_roles(actor: Actor) -> QuerySet[Role]:
    """Return the roles to those who may see what they demand."""
    roles = Role.objects.all()
    return roles if scope_of(actor, "kernel.role", "see") else roles.none()
