"""What can be imported, as data: kinds of rows with their fields, registered by the domains."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from setpoint.platform.importing.importer import Importer


class FieldType(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    KEY = "key"
    DATE = "date"
    NUMBER = "number"
    WHOLE = "whole"
    YEAR = "year"
    MONEY = "money"
    CATEGORY = "category"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Field:
    """One thing that a row can say.

    `required`: the file must have the column; `filled`: every row must say it. A `REFERENCE` names the
    list `refers_to`; a value that the list lacks is refused unless the list is empty or `creates`.
    `vocabulary` gives right spellings of a category.
    """

    key: str
    label: Promise | str
    type: FieldType = FieldType.TEXT
    synonyms: tuple[str, ...] = ()
    required: bool = False
    filled: bool = False
    refers_to: str = ""
    creates: bool = False
    vocabulary: Callable[[], Iterable[str]] | None = None
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal = Decimal(10) ** 12
    length: int = 500
    # kept sign by sign: not trimmed, not composed
    exact: bool = False


@dataclass(frozen=True)
class ImportKind:
    """A kind of row, as its domain declares it.

    `rights`: what the person who imports must be allowed everywhere, as (kind of record, action).
    `provides`: list -> fields whose values a file of this kind adds to the list. `marks`: what is
    counted beside created, matched and refused, with its name for the user. `further`: fields that are known
    only when a file is read.
    """

    key: str
    label: Promise | str
    fields: tuple[Field, ...]
    order: int = 0
    rights: tuple[tuple[str, str], ...] = ()
    provides: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    marks: Mapping[str, Promise] = dataclasses.field(default_factory=dict)
    importer: "type[Importer] | None" = None
    further: Callable[[], tuple[Field, ...]] = tuple

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The fields as declared, and those that an administrator has added meanwhile."""
        return (*self.fields, *self.further())

    def field(self, key: str) -> Field:
        """Return the field of that key."""
        return next(field for field in self.all_fields if field.key == key)


Provider = Callable[[], Iterable[ImportKind]]
_PROVIDERS: list[Provider] = []


class _Kinds(dict[str, ImportKind]):
    """Declared kinds; what is not among them is asked of tables of kinds."""

    def __missing__(self, key: str) -> ImportKind:
        for provider in _PROVIDERS:
            for kind in provider():
                if kind.key == key:
                    return kind
        raise KeyError(key)


KINDS: dict[str, ImportKind] = _Kinds()


def provide_kinds(provider: Provider) -> Provider:
    """Let a table of kinds, read at each question, be imported as well."""
    _PROVIDERS.append(provider)
    return provider


def register_kind(kind: ImportKind) -> None:
    """Make a kind of row known; ValueError when its key is taken by another."""
    if KINDS.setdefault(kind.key, kind) is not kind:
        raise ValueError(f"import kind {kind.key} is declared twice")


def kinds_in_order() -> list[ImportKind]:
    """Return all kinds, those to be imported first before those that refer to them."""
    found = [*KINDS.values(), *(kind for provider in _PROVIDERS for kind in provider())]
    return sorted(found, key=lambda kind: (kind.order, kind.key))
