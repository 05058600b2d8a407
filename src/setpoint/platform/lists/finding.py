"""How the rows of a list are found: few are gathered from an index and sorted, many are met on a walk in order.

On SQLite, which keeps no statistics, a condition beside an order tempts the database to sort everything that fulfils
it. So conditions are put where they can only be checked, row by row: whatever is walked is walked in order.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from pyroaring import BitMap

from setpoint.kernel.actors import Actor
from setpoint.platform.lists.columns import Rows
from setpoint.platform.lists.filters import ALL, Asked, Group
from setpoint.platform.lists.members import among

FEW = 5000


@dataclass(frozen=True)
class Search:
    """Rows that somebody sees, what is asked of them by filter and, as `quick`, of their names.

    `within` holds for every row and bounds a walk: the kind, where several share a table. `found` are the numbers of
    the rows that a text may mean, as the index of search tells them, None where no text is asked.
    """

    rows: Rows
    asked: Group
    by: Actor
    quick: Q = field(default_factory=Q)
    within: Mapping[str, Any] = field(default_factory=dict)
    found: BitMap | None = None

    @property
    def fitting(self) -> Rows:
        """The rows that fulfil everything, in no order: for figures, and for what reads them all."""
        rows = self._fulfilling
        return rows if self.found is None else rows.filter(among(self.found))

    @property
    def checked(self) -> Rows:
        """The rows that fulfil everything but `found`, such that only an order or numbers of records can find them."""
        if not self.narrows:
            return self._plain
        if connection.vendor != "sqlite":
            # it knows how many rows a condition keeps
            return self._fulfilling
        every: Rows = QuerySet(self.rows.model).filter(**self.within)
        return every.filter(Exists(self._fulfilling.filter(pk=OuterRef("pk"))))

    @property
    def narrows(self) -> bool:
        """Whether anything at all is asked, or kept by rights, apart from `found`."""
        return bool(self.asked or self.quick or self.rows.query.where)

    @cached_property
    def few(self) -> Rows | None:
        """The rows that fit but for `found`, in no order, where an index tells that they are among a few."""
        if self.found is not None and len(self.found) <= FEW:
            return self.checked.filter(among(self.found))
        for sources in self._sources():
            if _size(sources, FEW) <= FEW:
                told = Q()
                for source in sources:
                    told |= Q(pk__in=source.order_by())
                return self.checked.filter(told)
        return None

    def gathered(self, few: Rows, *paths: str) -> list[tuple[Any, int]]:
        """Return what the few rows say at `paths` (several: as a tuple), with their numbers."""
        rows = few.values_list(*paths, "pk")
        found = self.kept(rows if len(paths) == 1 else ((tuple(said), number) for *said, number in rows))
        self.__dict__["fits"] = len(found)
        return found

    def kept(self, rows: Iterable[tuple[Any, int]]) -> list[tuple[Any, int]]:
        """Return those of the rows (what each says, its number) that are among `found`."""
        found = self.found
        return list(rows) if found is None else [row for row in rows if row[1] in found]

    @cached_property
    def fits(self) -> int | None:
        """How many of the few rows fit, None where they are many."""
        if self.few is None:
            return None
        return self.few.count() if self.found is None else len(self.kept(self.few.values_list("pk", "pk")))

    def candidates(self, most: int) -> tuple[Rows, bool]:
        """Return numbers of at most `most` records, the fewest among which all that fit are; whether these are all."""
        sizes = [(_size(sources, most), sources) for sources in self._sources()]
        if self.found is not None:
            some = self.found[: most + 1]
            sizes.append((len(some), [QuerySet(self.rows.model).filter(among(some)).values_list("pk", flat=True)]))
        if not sizes:
            every = [self._plain.values_list("pk", flat=True)]
            sizes = [(_size(every, most), every)]
        size, sources = min(sizes, key=lambda one: one[0])
        first, *others = (source.order_by() for source in sources)
        return (first.union(*others) if others else first)[:most], size <= most

    def _sources(self) -> Iterator[list[Rows]]:
        """Yield ways to find all that fits by an index; each is a list of queries of numbers to be put together."""
        if self.rows.query.where:
            yield [self._plain.values_list("pk", flat=True)]
        yield from _ways(self.asked, self.rows.model, self.by)

    @property
    def _fulfilling(self) -> Rows:
        return self._plain.filter(self.quick, self.asked.q)

    @property
    def _plain(self) -> Rows:
        return self.rows.order_by().select_related(None)


def _ways(part: Asked | Group, model: Any, by: Actor) -> Iterator[list[Rows]]:
    """Yield ways to find what fulfils a part of a filter: one condition of many, or every one of an or together."""
    if isinstance(part, Asked):
        if (source := part.column.source(model, part.word, part.given, by)) is not None:
            yield [source]
        return
    parts = [one for one in part.parts if one]
    if part.joined == ALL:
        for one in parts:
            yield from _ways(one, model, by)
    elif parts and all(first := [next(_ways(one, model, by), None) for one in parts]):
        yield [source for way in first if way for source in way]


def _size(sources: list[Rows], most: int) -> int:
    """Return how many numbers the sources hold; counting ends beyond `most`."""
    size = 0
    for source in sources:
        size += source.order_by()[: most + 1].count()
        if size > most:
            break
    return size
