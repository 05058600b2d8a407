"""Rows of a list as a file that a spreadsheet opens without running anything in it: CSV line by line, XLSX."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from setpoint.platform.importing.formula_cells import shield
from setpoint.platform.lists.asking import Question
from setpoint.platform.lists.columns import Cell, Column
from setpoint.platform.lists.paging import page_of
from setpoint.platform.lists.showing import cells_of, joined

CHUNK = 500
# of a sheet of XLSX
MOST_ROWS, LONGEST_CELL = 1_048_576, 32_767
CSV, XLSX = "csv", "xlsx"
MEDIA = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Tick = Callable[[int], None]


def head(columns: Sequence[Column]) -> list[str]:
    """Return the names of the columns; an amount is followed by its currency."""
    names: list[str] = []
    for column in columns:
        names.append(str(column.label))
        if column.is_money:
            names.append(_("%(name)s, currency") % {"name": column.label})
    return names


def lines(
    question: Question, shown: Sequence[Column], every: dict[str, Column], language: str
) -> Iterator[list[Cell | str]]:
    """Yield the rows of a list in its order; read some hundreds at a time, whoever else works meanwhile."""
    kind, after = question.kind, ""
    while True:
        with override(language):
            page = page_of(question.search, question.order, after=after, size=CHUNK)
            there = joined(kind.rows(question.by), shown).in_bulk(page.ids)
            records = [there[pk] for pk in page.ids if pk in there]
            rows = cells_of(kind.kind, records, shown, every, question.by)
        for row in rows:
            yield [part for column, cell in zip(shown, row, strict=True) for part in flat(column, cell)]
        after = page.after
        if not after:
            return


def csv_text(question: Question, shown: Sequence[Column], every: dict[str, Column], language: str) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    writer = csv.writer(_Echo())
    with override(language):
        names = head(shown)
    # the mark by which spreadsheets know UTF-8
    yield "\ufeff" + writer.writerow(map(shield, names))
    for row in lines(question, shown, every, language):
        yield writer.writerow([shield(plain(part)) for part in row])


def table_text(names: Sequence[str], rows: Iterator[list[str]]) -> Iterator[str]:
    """Yield the lines of a CSV file whose cells are ready."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(map(shield, names))
    for row in rows:
        yield writer.writerow(row)


def write_csv(path: Path, text: Iterator[str], tick: Tick) -> int:
    """Write a CSV file; `tick` is told how many rows are done. Return how many there are."""
    with path.open("w", encoding="utf-8", newline="") as target:
        number = -1
        for number, line in enumerate(text):
            target.write(line)
            if number % CHUNK == 0:
                tick(number)
    return max(number, 0)


def write_xlsx(path: Path | IO[bytes], names: Sequence[str], rows: Iterable[Sequence[Cell | str]], tick: Tick) -> int:
    """Write an XLSX file row by row, in a memory that does not grow; further sheets where one is full."""
    book = Workbook(write_only=True)
    sheet, on_sheet, number = _sheet(book, names), 1, 0
    for row in rows:
        if on_sheet >= MOST_ROWS:
            sheet, on_sheet = _sheet(book, names), 1
        sheet.append([_xlsx(sheet, part) for part in row])
        on_sheet, number = on_sheet + 1, number + 1
        if number % CHUNK == 0:
            tick(number)
    book.save(path)
    return number


def _sheet(book: Any, names: Sequence[str]) -> Any:
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([_text_cell(sheet, name) for name in names])
    return sheet


def flat(column: Column, cell: Cell) -> list[Cell | str]:
    """Return a cell as it stands in a file: an amount, then its currency."""
    return [cell, cell.currency] if column.is_money else [cell]


def plain(part: Cell | str) -> str:
    """Return what a cell says in a text file, before it is shielded from spreadsheets."""
    value = part.value if isinstance(part, Cell) else part
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case int() | Decimal():
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return str(value)


def _xlsx(sheet: Any, part: Cell | str) -> Any:
    value = part.value if isinstance(part, Cell) else part
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal | date | datetime):
        return value
    return _text_cell(sheet, str(value))


def _text_cell(sheet: Any, text: str) -> Any:
    """Return a cell that is text whatever it begins with: nothing is calculated."""
    cell = WriteOnlyCell(sheet, value="")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    cell.data_type = "s"
    return cell


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, line: str) -> str:
        return line
