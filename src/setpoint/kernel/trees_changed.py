"""Teams and territories as trees: created, renamed, moved."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import Team, Territory
from setpoint.kernel.people import TEAM
from setpoint.kernel.permissions import forget_rights, require
from setpoint.kernel.refs import Ref
from setpoint.kernel.trees import below

TERRITORY = "kernel.territory"


@fact_type("kernel.team_changed", sentence=gettext_noop("{actor} changed the team {name}"))
@dataclass(frozen=True)
class TeamChanged:
    """A team is called otherwise or stands elsewhere."""

    name: str
    parent: int | None


@fact_type("kernel.territory_created", sentence=gettext_noop("{actor} created the territory {name}"))
@dataclass(frozen=True)
class TerritoryCreated:
    """A territory came to be."""

    name: str
    parent: int | None


@fact_type("kernel.territory_changed", sentence=gettext_noop("{actor} changed the territory {name}"))
@dataclass(frozen=True)
class TerritoryChanged:
    """A territory is called otherwise or lies elsewhere."""

    name: str
    parent: int | None


@transaction.atomic
def change_team(team: Team, *, name: str, parent: Team | None, by: Actor) -> None:
    """Rename a team, or put it below another with all below it. ValidationError where that is below itself."""
    require(by, TEAM, "change")
    changes = _changes(team, name, parent)
    if changes:
        team.name, team.parent = name.strip(), parent
        team.full_clean()
        team.save(update_fields=["name", "parent"])
        _tell(TeamChanged(team.name, team.parent_id), Ref(TEAM, team.pk), by, changes)


@transaction.atomic
def create_territory(*, name: str, by: Actor, parent: Territory | None = None) -> Territory:
    """Create a territory below `parent`."""
    require(by, TERRITORY, "create")
    territory = Territory(name=name.strip(), parent=parent)
    territory.full_clean()
    territory.save()
    _tell(TerritoryCreated(territory.name, territory.parent_id), Ref(TERRITORY, territory.pk), by, {})
    return territory


@transaction.atomic
def change_territory(territory: Territory, *, name: str, parent: Territory | None, by: Actor) -> None:
    """Rename a territory, or put it below another. ValidationError where that is below itself."""
    require(by, TERRITORY, "change")
    changes = _changes(territory, name, parent)
    if changes:
        territory.name, territory.parent = name.strip(), parent
        territory.full_clean()
        territory.save(update_fields=["name", "parent"])
        _tell(TerritoryChanged(territory.name, territory.parent_id), Ref(TERRITORY, territory.pk), by, changes)


def _changes(node: Team | Territory, name: str, parent: Team | Territory | None) -> dict[str, list[str | int | None]]:
    if parent is not None and parent.pk in below(type(node), node.pk):
        raise ValidationError({"parent": _("“%(name)s” is below itself then.") % {"name": node.name}})
    after = parent.pk if parent else None
    changes: dict[str, list[str | int | None]] = {}
    if node.name != name.strip():
        changes["name"] = [node.name, name.strip()]
    if node.parent_id != after:
        changes["parent"] = [node.parent_id, after]
    return changes


def _tell(payload: object, about: Ref, by: Actor, changes: dict[str, list[str | int | None]]) -> None:
    forget_rights(by)
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now(), changes=changes))
