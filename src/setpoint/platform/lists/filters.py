"""The language of filters: groups of conditions, joined by and or by or, as JSON that fits an address.

    {"all": [["amount", "from", "1000"], {"any": [["stage", "is", "3"], ["f.roof", "empty"]]}]}

A condition is [column, word, value], [column, word] where the word takes none; a value may be a list of texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.platform.lists.columns import Column
from setpoint.platform.lists.words import ALONE

ALL, SOME = "all", "any"
LONGEST, LONGEST_VALUE = 10_000, 1000
DEEPEST, MOST = 4, 50
Place = tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """One condition, as it was understood; `place` are its positions from the outermost group inwards, from 1."""

    column: Column
    word: str
    given: str
    q: Q
    place: Place = ()

    def to_json(self) -> list[str]:
        """Return it as it stands in an address."""
        return [self.column.key, self.word] if self.word in ALONE else [self.column.key, self.word, self.given]


@dataclass(frozen=True)
class Group:
    """Conditions and groups; `joined` is "all" (and) or "any" (or). An empty group asks for nothing."""

    joined: str = ALL
    parts: tuple["Asked | Group", ...] = ()

    def __bool__(self) -> bool:
        return any(self.parts)

    @property
    def q(self) -> Q:
        """What rows must fulfil."""
        whole = Q()
        for part in filter(bool, self.parts):
            whole = whole & part.q if self.joined == ALL else whole | part.q
        return whole

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in an address."""
        return {self.joined: [part.to_json() for part in self.parts]}

    def conditions(self) -> list[Asked]:
        """Return every condition, those of inner groups too."""
        return [found for part in self.parts for found in (part.conditions() if isinstance(part, Group) else [part])]


NOTHING = Group()


class FilterError(ValidationError):
    """What is wrong with a filter; `wrong` has the place of each problem (() = the whole) and its message."""

    def __init__(self, wrong: Sequence[tuple[Place, str]]) -> None:
        self.wrong = list(wrong)
        super().__init__([at(place, message) for place, message in wrong])


def at(place: Place, message: str) -> str:
    """Return a message with the place it speaks of."""
    if not place:
        return message
    where = {"place": ".".join(map(str, place)), "message": message}
    return _("Condition %(place)s of the filter: %(message)s") % where


def parse(text: str, columns: Mapping[str, Column], by: Actor) -> Group:
    """Read a filter as it stands in an address; an empty text asks for nothing. FilterError names every place."""
    if not text.strip():
        return NOTHING
    if len(text) > LONGEST:
        raise FilterError([((), _("The filter is longer than %(most)s signs.") % {"most": LONGEST})])
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        told = _("The filter cannot be read: it breaks off or goes wrong at sign %(place)s.")
        raise FilterError([((), told % {"place": error.pos + 1})]) from None
    return read(given, columns, by)


def read(given: Any, columns: Mapping[str, Column], by: Actor) -> Group:
    """Read a filter as JSON values. FilterError names every place that is wrong."""
    reader = _Reader(columns, by)
    found = reader.group(given, ())
    if reader.wrong:
        raise FilterError(reader.wrong)
    return found


def write(group: Group) -> str:
    """Return a filter as it stands in an address; `parse` reads it back."""
    return orjson.dumps(group.to_json()).decode() if group else ""


class _Reader:
    """Reads one filter and collects what is wrong with it."""

    def __init__(self, columns: Mapping[str, Column], by: Actor) -> None:
        self.columns, self.by = columns, by
        self.wrong: list[tuple[Place, str]] = []
        self.count = 0

    def group(self, given: Any, place: Place) -> Group:
        joined = next(iter(given)) if isinstance(given, dict) and len(given) == 1 else ""
        parts = given[joined] if joined in (ALL, SOME) else None
        if not isinstance(parts, list):
            return self._refuse(place, _("A group is written {“all”: […]} or {“any”: […]}."))
        if len(place) >= DEEPEST:
            return self._refuse(place, _("Groups stand in groups at most %(most)s deep.") % {"most": DEEPEST})
        read = [self.part(part, (*place, number)) for number, part in enumerate(parts[: MOST + 1], 1)]
        return Group(joined, tuple(part for part in read if part is not None))

    def part(self, given: Any, place: Place) -> Asked | Group | None:
        if isinstance(given, dict):
            return self.group(given, place)
        self.count += 1
        if self.count > MOST:
            if self.count == MOST + 1:
                self._refuse(place, _("A filter has at most %(most)s conditions.") % {"most": MOST})
            return None
        return self.condition(given, place)

    def condition(self, given: Any, place: Place) -> Asked | None:
        texts = _texts(given)
        if texts is None:
            self._refuse(place, _("A condition is written [“column”, “word”, “value”]."))
            return None
        key, word, value = texts
        column = self.columns.get(key)
        if column is None or not column.filterable:
            self._refuse(place, _("There is no column “%(name)s” to filter by.") % {"name": key[:60]})
            return None
        try:
            if word not in column.words:
                raise ValidationError(_("“%(word)s” cannot be asked of this field.") % {"word": word[:60]})  # noqa: TRY301 - told with its place below
            if not value.strip() and word not in ALONE:
                raise ValidationError(_("Write what to compare with."))  # noqa: TRY301 - see above
            return Asked(column, word, value, column.condition(word, value, self.by), place)
        except ValidationError as refusal:
            self._refuse(place, f"{column.label}: {' '.join(refusal.messages)}")
            return None

    def _refuse(self, place: Place, message: str) -> Group:
        self.wrong.append((place, message))
        return NOTHING


def _texts(given: Any) -> tuple[str, str, str] | None:
    """Return column, word and value of a condition, None where it is none."""
    if not isinstance(given, list) or len(given) not in (2, 3):
        return None
    key, word, value = (*given, "")[:3]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ",".join(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    fits = all(isinstance(one, str) for one in (key, word, value)) and len(value) <= LONGEST_VALUE
    return (key, word, value) if fits else None
