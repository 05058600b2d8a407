"""What people want to be told, with what is usual where they have said nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from setpoint.loop.inform.models.wish import When, Wish
from setpoint.loop.inform.ways import WAYS


@dataclass(frozen=True)
class Wishes:
    """The wishes of some people, read at once."""

    said: dict[tuple[int, str, str], str]

    @classmethod
    def of(cls, users: Iterable[int]) -> Self:
        """Read them in one query."""
        rows = Wish.objects.filter(user__in=set(users)).values_list("user", "kind", "way", "when")
        return cls({(user, kind, way): when for user, kind, way, when in rows})

    def when(self, user: int, kind: str, way: str) -> str:
        """Return when a person wants a kind of notice by a way."""
        known = WAYS.get(way)
        said = self.said.get((user, kind, way))
        if known is None:
            return When.NEVER
        return said if said in known.whens else known.usual
