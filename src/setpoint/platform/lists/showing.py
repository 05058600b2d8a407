"""What rows say in columns, for pages and files: a number of queries that does not grow with rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_zone
from setpoint.kernel.field_rights import veil
from setpoint.kernel.money import Money
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.reading import values_of
from setpoint.platform.fields.types import type_of
from setpoint.platform.fields.types.link import titles
from setpoint.platform.lists.columns import OF_FIELD, Cell, Column, Native, OfField, Rows


def joined(rows: Rows, columns: Sequence[Column]) -> Rows:
    """Return rows with all that native columns need joined to them."""
    related = [path for column in columns if isinstance(column, Native) for path in column.related]
    return rows.select_related(*dict.fromkeys(related)) if related else rows.select_related(None)


def cells_of(
    kind: str, rows: Sequence[Any], columns: Sequence[Column], every: Mapping[str, Column], by: Actor
) -> list[list[Cell]]:
    """Return the cells of rows; `every` is all columns of the kind, which formulas may need."""
    rows = veil(by, kind, rows)
    if not rows:
        return []
    zone = company_zone() if any(_is_dated(column) for column in columns) else None
    said = _of_fields(kind, [row.pk for row in rows], columns, every, by)
    loads = {column.load for column in columns if isinstance(column, Native) and column.load is not None}
    loaded = {load: load(by, rows) for load in loads}

    def cell(row: Any, column: Column) -> Cell:
        if isinstance(column, OfField):
            return said[row.pk].get(column.key, Cell())
        if not isinstance(column, Native):
            raise TypeError(column.key)
        source = row if column.load is None else loaded[column.load].get(row.pk)
        value = column.value(source) if column.value and source is not None else None
        if isinstance(value, datetime) and zone is not None:
            value = value.astimezone(zone).date()
        return _native(column, row, value)

    return [[cell(row, column) for column in columns] for row in rows]


def _native(column: Native, row: Any, value: Any) -> Cell:
    mark = column.mark(row) if column.mark else ""
    if value in (None, "", []):
        return Cell(mark=mark)
    ref = column.ref(row) if column.ref else None
    if isinstance(value, list):
        # several sums, one for each currency
        text = "  ".join(column.holds.text(one) for one in value)
        return Cell(text, value[0].amount, value[0].currency, mark=mark) if len(value) == 1 else Cell(text, text)
    text = column.holds.text(value)
    if isinstance(value, Money):
        return Cell(text, value.amount, value.currency, ref, mark)
    return Cell(text, value if isinstance(value, int | Decimal | date) else text, "", ref, mark)


def _is_dated(column: Column) -> bool:
    return isinstance(column, Native) and column.holds.input == "date"


def _of_fields(
    kind: str, ids: Sequence[int], columns: Sequence[Column], every: Mapping[str, Column], by: Actor
) -> dict[int, dict[str, Cell]]:
    asked = [column.field for column in columns if isinstance(column, OfField)]
    if not asked:
        return {pk: {} for pk in ids}
    formulas = any(one.type == FieldType.FORMULA for one in asked)
    needed = [column.field for column in every.values() if isinstance(column, OfField)] if formulas else asked
    values = values_of(kind, ids, needed)
    links = {one.key for one in asked if one.type == FieldType.LINK}
    named = titles(by, [said[key] for said in values.values() for key in links & said.keys()]) if links else {}
    return {
        pk: {f"{OF_FIELD}{one.key}": _field(one, said[one.key], named) for one in asked if one.key in said}
        for pk, said in values.items()
    }


def _field(one: Field, value: Any, named: Mapping[Ref, str]) -> Cell:
    if one.type == FieldType.LINK:
        text = named.get(value, f"№ {value.id}")
        return Cell(text, text, ref=value if value in named else None)
    text = type_of(one).show(one, value)
    if isinstance(value, Money):
        return Cell(text, value.amount, value.currency)
    return Cell(text, value if isinstance(value, Decimal | date) else text, file=one.type == FieldType.FILE)
