"""What of the candidates somebody may see: the rights decide before anything is cut, or counted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from pyroaring import BitMap

from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.permissions import visible_to
from setpoint.platform.search.documents import Names, documents
from setpoint.platform.search.kinds import SearchKind

# candidates are put before the rights in windows that grow: mostly the first is enough
WINDOWS = (100, 2000)
# who sees so few records is not asked for window after window, but for the records themselves
SEES_FEW = 20_000

Row = dict[str, Any]


class Seeing:
    """Rows of one kind in the order in which they were found: never one twice, never one that may not be seen."""

    def __init__(self, actor: Actor, kind: SearchKind, limit: int) -> None:
        self.kind = kind
        self.rows: list[Row] = []
        self._limit = limit
        self._visible: QuerySet[Any] = visible_to(actor, kind.kind)
        # what of a record the actor does not see may not be what it is found by
        self._unseen = hidden(actor, kind.kind)
        self.is_meant: Callable[[Names], bool] = lambda _names: True
        self._few: BitMap | None = None
        self._tried = BitMap()
        self._shown = 0

    def look(self, steps: Iterable[BitMap]) -> None:
        """Look through further candidates, until there is one row more than is wanted."""
        if len(self.rows) > self._limit:
            return
        for numbers in self._windows(steps):
            self.take(numbers)
            if len(self.rows) > self._limit:
                return

    def take(self, numbers: Sequence[int]) -> None:
        """Take those of the records that may be seen, in this order."""
        found = {row["pk"]: row for row in self._visible.filter(pk__in=numbers).values("pk", *self.kind.columns)}
        if self._unseen:
            found = self._without_unseen(found)
        self.rows += [found[number] for number in numbers if number in found]

    def _without_unseen(self, found: dict[int, Row]) -> dict[int, Row]:
        """Leave out what is found by hidden fields alone, and what stands in them."""
        told = documents(self.kind, list(found), without=self._unseen)
        empty = dict.fromkeys((one for one in self.kind.columns if one.partition("__")[0] in self._unseen), "")
        return {number: row | empty for number, row in found.items() if self.is_meant(told.get(number, {}))}

    def _windows(self, steps: Iterable[BitMap]) -> Iterator[Sequence[int]]:
        """Cut candidates, the newest of the best step first."""
        size = self._size()
        window: list[int] = []
        for step in steps:
            rest = step - self._tried
            self._tried |= rest
            while rest:
                rest = rest if self._few is None else rest & self._few
                newest = rest[-(size - len(window)) :]
                rest -= newest
                window += reversed(newest)
                if len(window) == size:
                    self._shown += 1
                    yield window
                    window, size = [], self._size()
                    if size == SEES_FEW and self._few is None:
                        self._few = self._sees()
        if window:
            yield window

    def _size(self) -> int:
        return WINDOWS[self._shown] if self._shown < len(WINDOWS) else SEES_FEW

    def _sees(self) -> BitMap | None:
        numbers = list(self._visible.order_by().values_list("pk", flat=True)[: SEES_FEW + 1])
        return None if len(numbers) > SEES_FEW else BitMap(numbers)
