"""What narrows a board or a list of deals: owner, team, product, text. All of it stands in the address."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.models import Team, User
from setpoint.kernel.permissions import visible_to, within_scope


@dataclass(frozen=True)
class Filter:
    """Numbers of records and a text; None and empty narrow nothing."""

    owner: int | None = None
    team: int | None = None
    product: int | None = None
    text: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Filter":
        """Read the filter from an address; what is no number narrows nothing."""
        numbers = {name: query.get(name, "") for name in ("owner", "team", "product")}
        return cls(
            **{name: int(value) if value.isdigit() else None for name, value in numbers.items()},
            text=query.get("q", "").strip(),
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
            deals = deals.filter(owner__in=User.objects.filter(team=self.team).values("pk"))
        return deals.filter(folded__contains=fold(self.text)) if self.text else deals


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
        list(visible_to(actor, "catalog.product").order_by("name")),
    )
