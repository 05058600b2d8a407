"""Who is told: the class of a deviation decides how far up (loop mathematics 3.1)."""

from dataclasses import dataclass
from typing import Self

from setpoint.analysis.classes import Admissibility
from setpoint.kernel.models import Grant, Team, User
from setpoint.kernel.models.people import Scope


@dataclass(frozen=True)
class Staff:
    """Teams with their heads and parents, people with their teams, and who has the right to everything."""

    head: dict[int, int | None]
    parent: dict[int, int | None]
    team: dict[int, int | None]
    owners: list[int]

    @classmethod
    def now(cls) -> Self:
        """Read the staff in three queries."""
        teams = list(Team.objects.values_list("pk", "head_id", "parent_id"))
        everything = Grant.objects.filter(kind="*", action="*", scope=Scope.ALL, role__key="owner")
        owners = User.objects.filter(is_active=True, role__in=everything.values("role"))
        return cls(
            head={pk: head for pk, head, _parent in teams},
            parent={pk: parent for pk, _head, parent in teams},
            team=dict(User.objects.filter(is_active=True).values_list("pk", "team_id")),
            owners=sorted(owners.values_list("pk", flat=True)),
        )

    def heads_above(self, team: int | None) -> list[int]:
        """Return the heads of a team and of the teams above it, nearest first."""
        found: list[int] = []
        while team is not None:
            head = self.head.get(team)
            if head is not None and head not in found:
                found.append(head)
            team = self.parent.get(team)
        return found

    def line_of(self, kind: str, scope: int) -> list[int]:
        """Return who answers for a scope, nearest first: the person, his heads, the owners of the company."""
        if kind == "owner":
            heads = [head for head in self.heads_above(self.team.get(scope)) if head != scope]
            return [scope, *heads, *self.owners]
        if kind == "team":
            return [*self.heads_above(scope), *self.owners]
        tops = [head for team, head in self.head.items() if self.parent.get(team) is None and head is not None]
        return [*tops, *self.owners]

    def told_of(self, kind: str, scope: int, admissibility: int) -> list[int]:
        """Return who learns of a deviation: nobody, the owner of the node, also his manager, also the company's."""
        line = list(dict.fromkeys(self.line_of(kind, scope)))
        match admissibility:
            case Admissibility.GREEN:
                return []
            case Admissibility.YELLOW:
                return line[:1]
            case Admissibility.ORANGE:
                return line[:2]
            case _:
                return list(dict.fromkeys([*line[:2], *self.owners]))
