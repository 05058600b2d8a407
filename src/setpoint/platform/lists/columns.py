"""Columns of lists: what a record has by itself, and fields that an administrator has added, asked in one way."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from setpoint.kernel.actors import Actor
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.querying import EMPTY, FILLED, Condition
from setpoint.platform.fields.storing import is_stored
from setpoint.platform.fields.types import type_of
from setpoint.platform.fields.types.link import named
from setpoint.platform.lists.days import read_day, window
from setpoint.platform.lists.types import Amount, NativeType, Text
from setpoint.platform.lists.words import ALONE, FROM, LAST, NEXT, NOT, TO, VAGUE

OF_FIELD = "f."
Rows = QuerySet[Any]
Plain = str | int | Decimal | date | None


@dataclass(frozen=True)
class Cell:
    """What a row says in a column: `text` for people, `value` for files; `ref` or `file` where it leads somewhere."""

    text: str = ""
    value: Plain = None
    currency: str = ""
    ref: Ref | None = None
    mark: str = ""
    file: bool = False


@dataclass(frozen=True)
class Order:
    """What a list is sorted by: a column of the table, the values of a field, or neither = the numbers of records.

    With `labels` the path leads to another record, and these columns of that say where it stands among its like.
    """

    path: str = "pk"
    field: Field | None = None
    descending: bool = False
    labels: tuple[str, ...] = ()

    @property
    def by_number(self) -> bool:
        """Whether it is the order of the numbers of records."""
        return self.path == "pk"


class Column(ABC):
    """A column; `words` are those of the conditions it answers, `input` how their value is asked for."""

    key: str
    label: str | Promise
    numeric: bool
    input: str
    words: tuple[str, ...]

    @property
    @abstractmethod
    def sortable(self) -> bool:
        """Whether an index holds its order."""

    @abstractmethod
    def order(self, *, descending: bool) -> Order:
        """Return the order by this column."""

    @abstractmethod
    def condition(self, word: str, given: str, by: Actor) -> Q:
        """Return what rows must fulfil; ValidationError for a word or value that the column does not know."""

    @abstractmethod
    def source(self, model: type[Model], word: str, given: str, by: Actor) -> Rows | None:
        """Return the numbers of records that fulfil it, told by an index; None where none tells."""

    @abstractmethod
    def options(self, by: Actor) -> Sequence[tuple[str, str | Promise]]:
        """Return what can be chosen, none where a value is written."""

    @property
    def is_money(self) -> bool:
        """Whether cells have a currency."""
        return False

    @property
    def filterable(self) -> bool:
        """Whether conditions can name it."""
        return bool(self.words)


Value = Callable[[Any], Any]
Load = Callable[[Actor, Sequence[Any]], Mapping[int, Any]]


@dataclass(frozen=True)
class Native(Column):
    """What a record has by itself.

    `path` is asked; `sorts` is the indexed column of its order, or with `sorts_by` the indexed link to records that
    stand in the order of these columns of theirs; `value` takes the value out of a row, or out of what
    `load` reads for a page of rows; `ref` names the record behind the value; `related` is what a row must have joined
    for it. A `hidden` one is only asked.
    """

    key: str
    label: str | Promise
    holds: NativeType = field(default_factory=Text)
    path: str = ""
    value: Value | None = None
    load: Load | None = None
    ref: Callable[[Any], Ref | None] | None = None
    mark: Callable[[Any], str] | None = None
    related: tuple[str, ...] = ()
    sorts: str = ""
    sorts_by: tuple[str, ...] = ()
    indexed: bool = True
    usual: bool = True
    hidden: bool = False
    ask: Callable[[str, str, Actor], Q] | None = None

    @property
    def words(self) -> tuple[str, ...]:  # type: ignore[override] # told by the type
        return self.holds.words if self.path or self.ask else ()

    @property
    def input(self) -> str:  # type: ignore[override] # told by the type
        return self.holds.input

    @property
    def numeric(self) -> bool:  # type: ignore[override] # told by the type
        return self.holds.numeric

    @property
    def is_money(self) -> bool:
        return isinstance(self.holds, Amount)

    @property
    def sortable(self) -> bool:
        return bool(self.sorts)

    def order(self, *, descending: bool) -> Order:
        return Order(self.sorts, None, descending, self.sorts_by)

    def condition(self, word: str, given: str, by: Actor) -> Q:
        if self.ask is not None and word in self.words:
            return ~self.ask("is", given, by) if word == NOT else self.ask(word, given, by)
        return self.holds.condition(self.path, word, given, by)

    def source(self, model: type[Model], word: str, given: str, by: Actor) -> Rows | None:
        if not self.indexed or word in VAGUE:
            return None
        return QuerySet(model).filter(self.condition(word, given, by)).values_list("pk", flat=True)

    def options(self, by: Actor) -> Sequence[tuple[str, str | Promise]]:
        return self.holds.options(by)


@dataclass(frozen=True)
class OfField(Column):
    """A field that an administrator has added."""

    field: Field

    @property
    def key(self) -> str:  # type: ignore[override] # told by the field
        return f"{OF_FIELD}{self.field.key}"

    @property
    def label(self) -> str:  # type: ignore[override] # told by the field
        return str(self.field)

    @property
    def gives(self) -> str:
        """The type of its values: of a formula, what it gives."""
        return str(self.field.settings["gives"] if self.field.type == FieldType.FORMULA else self.field.type)

    @property
    def numeric(self) -> bool:  # type: ignore[override] # told by the field
        return self.gives in (FieldType.NUMBER, FieldType.MONEY)

    @property
    def input(self) -> str:  # type: ignore[override] # told by the field
        inputs = {"number": "number", "money": "number", "date": "date", "choice": "choice", "choices": "choice"}
        return {"yes": "choice", **inputs}.get(self.gives, "text")

    @property
    def words(self) -> tuple[str, ...]:  # type: ignore[override] # told by the field
        known = type_of(self.field).operators
        if not known or not is_stored(self.field):
            return ()
        dated = (LAST, NEXT) if self.gives == FieldType.DATE else ()
        return (known[0], NOT, *known[1:], *dated, EMPTY, FILLED)

    @property
    def is_money(self) -> bool:
        return self.gives == FieldType.MONEY

    @property
    def sortable(self) -> bool:
        return is_stored(self.field) and self.field.type not in (FieldType.FILE, FieldType.LINK, FieldType.CHOICES)

    def order(self, *, descending: bool) -> Order:
        return Order("", self.field, descending)

    def condition(self, word: str, given: str, by: Actor) -> Q:
        found = Q(Exists(self._values(word, given, by).filter(record=OuterRef("pk"))))
        return ~found if word in (EMPTY, NOT) else found

    def source(self, model: type[Model], word: str, given: str, by: Actor) -> Rows | None:
        return None if word in VAGUE else self._values(word, given, by).values_list("record", flat=True)

    def options(self, by: Actor) -> Sequence[tuple[str, str | Promise]]:
        if self.gives == "yes":
            return [(word, type_of(self.field).show(self.field, word == "yes")) for word in ("yes", "no")]
        return [(one.key, str(one)) for one in self.field.choices.all() if one.removed_at is None]

    def _values(self, word: str, given: str, by: Actor) -> Rows:
        if word not in self.words:
            # the field says which words it knows
            return Condition(self.field, word, given).of_values()
        if word in (LAST, NEXT):
            first, last = (str(day) for day in window(word, given))
            return Condition(self.field, FROM, first).of_values() & Condition(self.field, TO, last).of_values()
        if word in ALONE:
            return Condition(self.field, word).of_values()
        if self.gives == FieldType.DATE:
            given = str(read_day(given))
        elif self.field.type == FieldType.LINK:
            given = str(named(self.field, given, by).id)
        return Condition(self.field, type_of(self.field).operators[0] if word == NOT else word, given).of_values()
