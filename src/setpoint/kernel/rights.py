"""What a person may and whom he heads: read once, asked often."""

from functools import cached_property
from typing import NamedTuple

from setpoint.kernel.models import Team, User
from setpoint.kernel.models.people import Scope

ORDER = [Scope.OWN, Scope.TEAM, Scope.ALL]
ANY = "*"


class Right(NamedTuple):
    """One grant of the person's role; "*" stands for every kind or action."""

    kind: str
    action: str
    scope: Scope

    def covers(self, kind: str, action: str) -> bool:
        """Whether it speaks of `action` on records of `kind`."""
        return self.kind in {kind, ANY} and self.action in {action, ANY}


class Rights:
    """Rights and teams of one person. Each part is one query at its first question, none after it.

    They stand as they were read: whoever keeps them (`permissions.remembering`) forgets them after a change.
    """

    def __init__(self, user_id: int, scopes: frozenset[str] | None = None) -> None:
        """`scopes` narrow what a token of the person may, each "kind:action"; None narrows nothing."""
        self.user_id = user_id
        self.scopes = scopes

    def forget(self) -> None:
        """Read all anew at the next question."""
        self.__dict__ = {"user_id": self.user_id, "scopes": self.scopes}

    def reach(self, kind: str, action: str) -> Scope | None:
        """Return how far the right to do `action` on `kind` goes, None where there is none."""
        if not self.allows(kind, action):
            return None
        return max((right.scope for right in self.given if right.covers(kind, action)), key=ORDER.index, default=None)

    def allows(self, kind: str, action: str) -> bool:
        """Whether the scopes let through what the role may give."""
        wanted = {f"{a}:{b}" for a in (kind, ANY) for b in (action, ANY)}
        return self.scopes is None or not wanted.isdisjoint(self.scopes)

    def kinds(self, action: str) -> set[str]:
        """Return the kinds on which the person may do `action` at all ("*" = every kind)."""
        kinds = {right.kind for right in self.given if right.action in {action, ANY}}
        if self.scopes is None:
            return kinds
        told = {kind for kind, allowed in (scope.split(":") for scope in self.scopes) if allowed in {action, ANY}}
        return {kind for kind in kinds | told if {kind, ANY} & kinds and {kind, ANY} & told}

    @cached_property
    def given(self) -> tuple[Right, ...]:
        """The rights of the person's role; none for somebody who has left."""
        return tuple(
            Right(kind, action, Scope(scope))
            for active, _team, kind, action, scope in self._person
            if active and kind and action and scope
        )

    @cached_property
    def own_team(self) -> int | None:
        """The team the person is in."""
        return next((team for _active, team, *_right in self._person), None)

    @cached_property
    def headed(self) -> frozenset[int]:
        """The teams the person heads with all below them."""
        found = {team for team, (_parent, head) in self._teams.items() if head == self.user_id}
        while True:
            below = {team for team, (parent, _head) in self._teams.items() if parent in found} - found
            if not below:
                return frozenset(found)
            found |= below

    @cached_property
    def people(self) -> frozenset[int]:
        """Everybody in the teams headed."""
        members = User.objects.filter(team__in=self.headed).values_list("pk", flat=True)
        return frozenset(members) if self.headed else frozenset()

    @property
    def heads_everybody(self) -> bool:
        """Whether every team is headed by the person, directly or from above."""
        return bool(self._teams) and len(self.headed) == len(self._teams)

    @cached_property
    def _person(self) -> list[tuple[bool, int | None, str | None, str | None, str | None]]:
        """One row per grant, or one without."""
        named = ("is_active", "team_id", "role__grants__kind", "role__grants__action", "role__grants__scope")
        return list(User.objects.filter(pk=self.user_id).values_list(*named))

    @cached_property
    def _teams(self) -> dict[int, tuple[int | None, int | None]]:
        """Parent and head of every team."""
        return {pk: (parent, head) for pk, parent, head in Team.objects.values_list("pk", "parent_id", "head_id")}
