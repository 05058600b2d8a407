"""A filter as lines that a person can change: each a condition, or a group of lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from setpoint.kernel.actors import Actor
from setpoint.platform.lists.columns import Column
from setpoint.platform.lists.filters import Asked, Group
from setpoint.platform.lists.words import ALONE, ANY, LABELS, LAST, NEXT, OF_DAYS


@dataclass(frozen=True)
class Line:
    """A condition with what its inputs offer, or a group: `joined` is then "all" or "any"."""

    column: Column | None = None
    word: str = ""
    given: str = ""
    words: list[tuple[str, str | Promise]] = field(default_factory=list)
    options: Sequence[tuple[str, str | Promise]] = ()
    joined: str = ""
    lines: list["Line"] = field(default_factory=list)

    @property
    def chosen(self) -> list[str]:
        """The values, where several can be chosen."""
        return self.given.split(",") if self.word == ANY else [self.given]

    @property
    def several(self) -> bool:
        """Whether several can be chosen."""
        return self.word == ANY

    @property
    def alone(self) -> bool:
        """Whether the word takes no value."""
        return self.word in ALONE

    @property
    def input(self) -> str:
        """The type of the input: days are chosen from a calendar unless they are counted."""
        if self.column is None or self.column.input != "date":
            return "text"
        if self.word in (LAST, NEXT):
            return "number"
        return "date" if not self.given or self.given[:4].isdigit() else "text"


def lines_of(group: Group, by: Actor) -> list[Line]:
    """Return the lines of a filter."""
    return [_line(part, by) for part in group.parts]


def new_line(column: Column, by: Actor) -> Line:
    """Return a line for a column, to be filled in."""
    return Line(column, column.words[0], "", _words(column), column.options(by))


def _line(part: Asked | Group, by: Actor) -> Line:
    if isinstance(part, Group):
        return Line(joined=part.joined, lines=lines_of(part, by))
    return Line(part.column, part.word, part.given, _words(part.column), part.column.options(by))


def _words(column: Column) -> list[tuple[str, str | Promise]]:
    labels = {**LABELS, **(OF_DAYS if column.input == "date" else {})}
    return [(word, labels[word]) for word in column.words]
