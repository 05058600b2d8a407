"""Read the cells of one column into values."""

import datetime as dt
import unicodedata
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import TypeAlias

from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.dates import DateStyle, parse_moment
from setpoint.platform.importing.formula_cells import is_formula, unshield
from setpoint.platform.importing.kinds import Field, FieldType
from setpoint.platform.importing.numbers import DecimalMark, check_precision, parse_amount, parse_number
from setpoint.platform.importing.problems import CellError

Value: TypeAlias = str | int | Decimal | dt.datetime | None
_REMEMBERED = 50_000


class CellReader:
    """Reader of one column under one agreement; a text that came before is not read again."""

    def __init__(self, field: Field, agreement: Agreement, known: Mapping[str, Collection[str]]) -> None:
        self._field = field
        self._repairs = agreement.repairs.get(field.key, {})
        self._style = agreement.dates.get(field.key, DateStyle.MONTH_FIRST)
        self._mark = agreement.marks.get(field.key, DecimalMark.POINT)
        self._currency = agreement.currency
        self._listed = frozenset() if field.creates else frozenset(known.get(field.refers_to, ()))
        self._read = {
            FieldType.DATE: self._moment,
            FieldType.NUMBER: self._number,
            FieldType.WHOLE: self._whole,
            FieldType.YEAR: self._whole,
            FieldType.MONEY: self._money,
            FieldType.REFERENCE: self._reference,
        }.get(field.type, self._text)
        self._seen: dict[str, Value] = {}

    def value(self, cell: str) -> Value:
        """Return the value of a cell as it stands in the file, None of an empty one. `CellError`."""
        if cell in self._seen:
            return self._seen[cell]
        value = self._fresh(cell.strip()) if not self._field.exact else self._text(unshield(cell)) or None
        if self._field.type is not FieldType.KEY:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[cell] = value
        return value

    def _fresh(self, cell: str) -> Value:
        if not cell:
            if self._field.filled:
                raise CellError("cell.empty")
            return None
        if is_formula(cell):
            raise CellError("cell.formula", value=cell[:80])
        text = unshield(cell)
        return self._read(unicodedata.normalize("NFC", self._repairs.get(text, text)))

    def _text(self, cell: str) -> Value:
        if len(cell) > self._field.length:
            raise CellError("cell.long", length=str(len(cell)), limit=str(self._field.length))
        return cell

    def _reference(self, cell: str) -> Value:
        if self._listed and cell not in self._listed:
            raise CellError("reference.unknown", value=cell)
        return self._text(cell)

    def _moment(self, cell: str) -> Value:
        return parse_moment(cell, self._style)

    def _number(self, cell: str) -> Value:
        return self._bounded(parse_number(cell, self._mark), cell)

    def _whole(self, cell: str) -> Value:
        value = self._bounded(parse_number(cell, self._mark), cell)
        if value != value.to_integral_value():
            raise CellError("number.fraction", value=cell)
        return int(value)

    def _money(self, cell: str) -> Value:
        amount = parse_amount(cell, self._mark)
        if amount.currency not in ("", self._currency):
            raise CellError("amount.currency", value=cell, found=amount.currency, currency=self._currency)
        if self._currency:
            check_precision(amount.value, self._currency, cell)
        return self._bounded(amount.value, cell)

    def _bounded(self, value: Decimal, cell: str) -> Decimal:
        if self._field.minimum is not None and value < self._field.minimum:
            raise CellError("number.negative", value=cell)
        if value > self._field.maximum:
            raise CellError("number.absurd", value=cell)
        return value
