"""The first rows of a file as they will be, in the user's way of writing dates and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from setpoint.kernel.clock import company_zone
from setpoint.kernel.money import Money
from setpoint.platform.importing.agreeing import preview
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.cells import Value
from setpoint.platform.importing.importer import Foreseen
from setpoint.platform.importing.kinds import KINDS, Field, FieldType
from setpoint.platform.importing.outlooks import Outlook
from setpoint.platform.importing.parsing import Record, Refusal
from setpoint.platform.models import ImportFile
from setpoint.ui.templatetags.figures import day, moment, money, number

SHOWN = 6
_FIGURES = (FieldType.MONEY, FieldType.NUMBER, FieldType.WHOLE)


@dataclass(frozen=True)
class Cell:
    """What stands in one cell, "" where nothing is known; an estimate is marked as one."""

    text: str
    figure: bool = False
    estimated: bool = False


@dataclass(frozen=True)
class Line:
    """One row: its number in the file, its cells, and what is wrong with it."""

    number: int
    cells: list[Cell]
    problems: list[str]


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as they will be, or why not."""

    file: ImportFile
    label: object
    heads: list[tuple[object, bool]]
    lines: list[Line]


def preview_of(file: ImportFile, outlook: Outlook | None) -> Preview:
    """Draw the first rows; what a dry run has found about them where it is known."""
    agreed, kind = Agreement.from_json(file.agreement), KINDS[file.kind]
    fields = [each for each in kind.all_fields if each.key in agreed.columns]
    refused = {refusal.row: refusal for refusal in outlook.refusals} if outlook else {}
    foreseen = outlook.foreseen if outlook else {}
    lines = [
        _line(refused.get(outcome.row, outcome), fields, agreed, foreseen.get(outcome.row, {}))
        for outcome in preview(file, count=SHOWN)
    ]
    return Preview(file, kind.label, [(each.label, each.type in _FIGURES) for each in fields], lines)


def _line(outcome: Record | Refusal, fields: list[Field], agreed: Agreement, foreseen: Mapping[str, Foreseen]) -> Line:
    if isinstance(outcome, Refusal):
        given = dict(enumerate(outcome.cells))
        cells = [Cell(given.get(agreed.columns[each.key], ""), each.type in _FIGURES) for each in fields]
        return Line(outcome.row, cells, [problem.message for problem in outcome.problems])
    cells = []
    for each in fields:
        seen = foreseen.get(each.key, Foreseen(None))
        value = seen.value if each.key in foreseen else outcome.values.get(each.key)
        cells.append(Cell(_text(each, value, agreed), each.type in _FIGURES, seen.estimated))
    return Line(outcome.row, cells, [])


def _text(field: Field, value: Value, agreed: Agreement) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return day(value.date()) if value.time() == time() else moment(_aware(value))
    if isinstance(value, Decimal) and field.type is FieldType.MONEY and agreed.currency:
        return money(Money.of(value, agreed.currency))
    return number(value, 2) if field.type in _FIGURES and isinstance(value, Decimal | int) else str(value)


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=company_zone())
