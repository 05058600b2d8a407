"""What narrows a board or a list of deals: owner, team, product, text. All of it stands in the address."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_zone
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.folding import fold
from setpoint.kernel.models import Team, User
from setpoint.kernel.permissions import visible_to, within_scope

# a year that no moment can be computed around
EARLIEST, LATEST = 1900, 9000


@dataclass(frozen=True)
class Filter:
    """Numbers of records, a text, and days (both counted in); None and empty narrow nothing."""

    owner: int | None = None
    team: int | None = None
    """With all teams below it, as its figures are."""
    product: int | None = None
    text: str = ""
    first: date | None = None
    last: date | None = None

    @classmethod
    def of(cls, query: QueryDict) -> "Filter":
        """Read the filter from an address; what is no number narrows nothing."""
        numbers = {name: query.get(name, "") for name in ("owner", "team", "product")}
        return cls(
            **{name: int(value) if value.isdigit() else None for name, value in numbers.items()},
            text=query.get("q", "").strip(),
            first=_day(query.get("from", "")),
            last=_day(query.get("to", "")),
        )

    @property
    def is_set(self) -> bool:
        """Whether anything is narrowed."""
        return self != Filter()

    def apply(self, deals: "QuerySet[Deal]") -> "QuerySet[Deal]":
        """Keep the deals that fit."""
        conditions: dict[str, Any] = {"owner": self.owner, "product": self.product}
        deals = deals.filter(**{name: value for name, value in conditions.items() if value is not None})
        if self.team is not None:
            deals = deals.filter(owner__in=User.objects.filter(team__in=_branch(self.team)).values("pk"))
        return deals.filter(folded__contains=fold(self.text)) if self.text else deals

    @property
    def has_period(self) -> bool:
        """Whether days are asked for."""
        return self.first is not None or self.last is not None

    def within(self, deals: "QuerySet[Deal]", moment: str) -> "QuerySet[Deal]":
        """Keep the deals whose field `moment` is in the period, days of the company's zone."""
        if not self.has_period:
            return deals
        zone = company_zone()
        if self.first is not None:
            deals = deals.filter(**{f"{moment}__gte": datetime.combine(self.first, time.min, zone)})
        if self.last is not None:
            after = self.last + timedelta(days=1)
            deals = deals.filter(**{f"{moment}__lt": datetime.combine(after, time.min, zone)})
        return deals


def _day(text: str) -> date | None:
    """Read a day as addresses have it; what is none, or too far from any deal, narrows nothing."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None


def _branch(team: int) -> set[int]:
    """Return the team with all teams below it."""
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    found = {team}
    while below := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= below
    return found


@dataclass(frozen=True)
class Choices:
    """What the filter offers: people whose deals one sees, their teams, products."""

    owners: list[User]
    teams: list[Team]
    products: list[Any]


def choices_for(actor: Actor) -> Choices:
    """Return what this person can narrow by; a seller alone with his deals has no choice of owner."""
    owners = list(
        within_scope(actor, User.objects.filter(is_active=True), KIND, "see", owner="pk")
        .select_related("team")
        .order_by("name")
    )
    teams = {user.team.pk: user.team for user in owners if user.team is not None}
    return Choices(
        owners if len(owners) > 1 else [],
        sorted(teams.values(), key=lambda team: team.name) if len(teams) > 1 else [],
        [] if "product" in hidden(actor, KIND) else list(visible_to(actor, "catalog.product").order_by("name")),
    )
