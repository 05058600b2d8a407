"""Columns that can be read in two ways: evidence of all their values, one choice for the column."""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from setpoint.platform.importing.problems import CellError

_EXAMPLES = 3
_REMEMBERED = 50_000

Reader: TypeAlias = Callable[[str], object]


@dataclass(frozen=True)
class Choice:
    """How a column is to be read.

    `certain` is False where its values do not tell, or contradict each other: then the user is asked.
    `examples` are texts with their reading in each way; `unreadable` counts cells that the way refuses.
    """

    field: str
    style: StrEnum
    certain: bool
    examples: tuple[tuple[str, Mapping[str, str]], ...]
    unreadable: int


@dataclass
class Votes:
    """Evidence of one column, gathered cell by cell."""

    field: str
    readers: Mapping[StrEnum, Reader]
    only: Counter[StrEnum] = dataclasses.field(default_factory=Counter)
    open: int = 0
    nobody: int = 0
    latest: dict[StrEnum, dt.date] = dataclasses.field(default_factory=dict)
    examples: list[tuple[str, Mapping[str, str]]] = dataclasses.field(default_factory=list)
    _seen: dict[str, tuple[StrEnum, ...] | None] = dataclasses.field(default_factory=dict)

    def add(self, text: str) -> None:
        """Count one filled cell."""
        if text not in self._seen:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[text] = self._judge(text)
        ways = self._seen[text]
        if ways is None:
            return
        if not ways:
            self.nobody += 1
        elif len(ways) == 1:
            self.only[ways[0]] += 1
        else:
            self.open += 1

    @property
    def tells(self) -> bool:
        """Whether the values themselves allow one way only."""
        return len(self.only) == 1

    def decide(self, default: StrEnum) -> Choice:
        """Choose the way of most cells that tell; `default` where none does."""
        (style, _votes), *others = self.only.most_common() or [(default, 0)]
        against = sum(count for _style, count in others)
        certain = not against and (bool(self.only) or not self.open)
        return Choice(self.field, style, certain, tuple(self.examples), self.nobody + against)

    def _judge(self, text: str) -> tuple[StrEnum, ...] | None:
        """Name the ways that can read the text; None where all read the same."""
        readings: dict[StrEnum, object] = {}
        for style, read in self.readers.items():
            try:
                readings[style] = read(text)
            except CellError:
                continue
            self._remember_day(style, readings[style])
        if len(readings) == len(self.readers) and len(set(readings.values())) == 1:
            return None
        if readings and len(self.examples) < _EXAMPLES:
            self.examples.append((text, {way.value: str(value) for way, value in readings.items()}))
        return tuple(readings)

    def _remember_day(self, style: StrEnum, value: object) -> None:
        if isinstance(value, dt.datetime):
            self.latest[style] = max(self.latest.get(style, dt.date.min), value.date())
