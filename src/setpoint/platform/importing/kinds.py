"""What can be imported, as data: kinds of rows with their fields, registered by the domains."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise


class FieldType(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    KEY = "key"
    DATE = "date"
    NUMBER = "number"
    WHOLE = "whole"
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
    label: Promise
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


@dataclass(frozen=True)
class ImportKind:
    """A kind of row: its key, its name for the user and its fields in the order in which they are shown."""

    key: str
    label: Promise
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field:
        """Return the field of that key."""
        return next(field for field in self.fields if field.key == key)
