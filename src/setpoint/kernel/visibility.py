"""Which users and teams an actor sees: names are no secret inside a company, figures are."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.models import Company, Role, Team, Territory, User
from setpoint.kernel.models.people import Scope
from setpoint.kernel.people import TEAM, USER
from setpoint.kernel.permissions import register_visible, scope_of, within_scope
from setpoint.kernel.refs import COMPANY

ROLE = "kernel.role"
TERRITORY = "kernel.territory"
WHOLE = (Scope.ALL,)
OF_LISTS = ("see", "create", "change", "delete")

OF_PEOPLE = ("see", "create", "change", "export", "secure", "view_as")
govern(GovernedKind(USER, _("People"), OF_PEOPLE, User.objects.all, owner="pk"))
govern(GovernedKind(TEAM, _("Teams"), OF_LISTS, Team.objects.all, scopes=WHOLE))
govern(GovernedKind(TERRITORY, _("Territories"), OF_LISTS, Territory.objects.all, scopes=WHOLE))
govern(GovernedKind(ROLE, _("Roles"), OF_LISTS, Role.objects.all, scopes=WHOLE))
govern(GovernedKind(COMPANY.kind, _("Company"), ("see", "change", "secure"), Company.objects.all, scopes=WHOLE))


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


@register_visible(ROLE)
def visible_roles(actor: Actor) -> QuerySet[Role]:
    """Return the roles to those who may see what they demand."""
    roles = Role.objects.all()
    return roles if scope_of(actor, ROLE, "see") else roles.none()


@register_visible(TERRITORY)
def visible_territories(actor: Actor) -> QuerySet[Territory]:
    """Return the territories whose facts the actor sees: all by right, else his own."""
    territories = Territory.objects.all()
    return territories if scope_of(actor, TERRITORY, "see") else territories.filter(people=actor.user_id or 0)
