"""One pass over a file before anything is agreed: what to ask about and which repairs to offer."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from setpoint.platform.importing import repairs
from setpoint.platform.importing.choices import Choice, Votes
from setpoint.platform.importing.dates import DateStyle, parse_moment
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.formula_cells import unshield
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind
from setpoint.platform.importing.mapping import ColumnMap
from setpoint.platform.importing.numbers import DecimalMark, parse_amount
from setpoint.platform.importing.problems import CellError
from setpoint.platform.importing.repairs import Repair
from setpoint.platform.importing.sources import Source, rows

_MOST_VALUES = 20_000
_MOST_CATEGORIES = 300
_NUMERIC = (FieldType.NUMBER, FieldType.WHOLE, FieldType.MONEY)
_LISTED = (FieldType.REFERENCE, FieldType.CATEGORY)


@dataclass
class _Column:
    field: Field
    index: int
    votes: Votes | None
    values: Counter[str] = dataclasses.field(default_factory=Counter)
    currencies: Counter[str] = dataclasses.field(default_factory=Counter)

    def add(self, text: str) -> None:
        if self.votes is not None:
            self.votes.add(text)
        if self.field.type is FieldType.MONEY:
            self.currencies[_currency(text)] += 1
        elif self.field.type in _LISTED and len(self.values) <= _MOST_VALUES:
            self.values[text] += 1

    @property
    def is_category(self) -> bool:
        return self.field.type is FieldType.CATEGORY and len(self.values) <= _MOST_CATEGORIES


def survey(
    source: Source,
    kind: ImportKind,
    columns: ColumnMap,
    known: Mapping[str, Collection[str]],
    *,
    day_first: bool = False,
    tick: Callable[[int], None] = lambda _count: None,
) -> Survey:
    """Read the whole file once; nothing is written. `tick(rows)` is called every thousand rows.

    `known`: name of a list -> its values, for references. `day_first` is the custom of the user's
    language and decides only what is suggested where no value tells. Raises `FileError`.
    """
    gathered = [_Column(kind.field(key), index, _votes(kind.field(key))) for key, index in columns.items()]
    count = 0
    for row in rows(source):
        count += 1
        if count % 1000 == 0:
            tick(count)
        if row.problem is None:
            for column in gathered:
                cell = row.cells[column.index].strip()
                if cell:
                    column.add(unshield(cell))
    currencies: Counter[str] = sum((column.currencies for column in gathered), Counter())
    return Survey(
        rows=count,
        choices=tuple(_decided([column.votes for column in gathered if column.votes], day_first=day_first)),
        repairs=tuple(repair for column in gathered for repair in _repairs(column, known)),
        currencies=tuple(code for code, _count in currencies.most_common() if code),
        asks_currency=bool(currencies[""]),
        values={column.field.key: dict(column.values) for column in gathered if column.is_category},
        latest={column.field.key: _days(column.votes) for column in gathered if column.votes},
    )


def _votes(field: Field) -> Votes | None:
    if field.type is FieldType.DATE:
        return Votes(field.key, {style: partial(parse_moment, style=style) for style in DateStyle})
    if field.type in _NUMERIC:
        return Votes(field.key, {mark: partial(_value, mark=mark) for mark in DecimalMark})
    return None


def _value(text: str, mark: DecimalMark) -> object:
    return parse_amount(text, mark).value


def _decided(votes: list[Votes], *, day_first: bool) -> list[Choice]:
    """Decide every column; one that does not tell follows one that does: one program wrote them all."""
    custom = DateStyle.DAY_FIRST if day_first else DateStyle.MONTH_FIRST
    defaults: dict[type[StrEnum], StrEnum] = {DateStyle: custom, DecimalMark: DecimalMark.POINT}
    told = {_family(vote): vote.decide(custom).style for vote in votes if vote.tells}
    choices = [vote.decide((defaults | told)[_family(vote)]) for vote in votes]
    return [
        replace(choice, certain=choice.certain or (_family(vote) in told and not vote.only))
        for choice, vote in zip(choices, votes, strict=True)
    ]


def _days(votes: Votes) -> dict[str, str]:
    return {style.value: day.isoformat() for style, day in votes.latest.items()}


def _family(votes: Votes) -> type[StrEnum]:
    return type(next(iter(votes.readers)))


def _repairs(column: _Column, known: Mapping[str, Collection[str]]) -> list[Repair]:
    values, field = column.values, column.field
    if not values or len(values) > _MOST_VALUES:
        return []
    if field.type is FieldType.REFERENCE:
        return repairs.to_known(field.key, values, known.get(field.refers_to, ()))
    found = repairs.to_dictionary(field.key, values, field.vocabulary() if field.vocabulary else ())
    if len(values) <= _MOST_CATEGORIES:
        repaired = {repair.found for repair in found}
        rest = {value: count for value, count in values.items() if value not in repaired}
        found += repairs.to_frequent(field.key, rest)
    return found


def _currency(text: str) -> str:
    for mark in DecimalMark:
        try:
            return parse_amount(text, mark).currency
        except CellError:
            continue
    return ""
