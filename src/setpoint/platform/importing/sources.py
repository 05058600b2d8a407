"""Recognise what a file is and stream its rows with the numbers that a spreadsheet shows."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from setpoint.platform.importing.card_files import COLUMNS, MARK, card_rows, is_card
from setpoint.platform.importing.delimiters import CANDIDATES, recognise_delimiter
from setpoint.platform.importing.encodings import recognise_encoding
from setpoint.platform.importing.formula_cells import unshield
from setpoint.platform.importing.opening import XLSX, opened
from setpoint.platform.importing.problems import FileError, Problem
from setpoint.platform.importing.sheets import sheet_rows

_SAMPLE_LINES = 1000
# each name is compared with every field there is
MOST_COLUMNS = 2000
WORKBOOK = "xlsx"


class Row(NamedTuple):
    """Cells of one row as written in the file; `problem` says why they are not the cells of the header."""

    number: int
    cells: list[str]
    problem: Problem | None = None


@dataclass(frozen=True)
class Source:
    """A file that was recognised as a table; `encoding` is "xlsx" for a workbook. `lines`: how many, 0 for unknown."""

    path: Path
    name: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_row: int
    lines: int = 0


def inspect(path: Path, *, name: str = "", encoding: str = "", delimiter: str = "") -> Source:
    """Recognise encoding, delimiter and header; `encoding` and `delimiter` overrule the recognition.

    Raises `FileError` where the file is no table. `name` is what the user calls the file.
    """
    name = name or path.name
    with opened(path, name) as stream:
        head = stream.read(len(XLSX))
    if head == XLSX:
        encoding, delimiter, lines = WORKBOOK, "", 0
    else:
        encoding, lines = recognise_encoding(path, name, encoding)
        delimiter = MARK if _holds_cards(path, name, encoding) else delimiter or _delimiter(path, name, encoding)
    if delimiter == MARK:
        return Source(path, name, encoding, MARK, COLUMNS, 0, lines)
    first = list(islice(_records(path, name, encoding, delimiter), _SAMPLE_LINES))
    number, header = _header(first, name)
    _refuse_ragged(first, number, len(header), name)
    return Source(path, name, encoding, delimiter, header, number, lines)


def rows(source: Source, *, after: int = 0) -> Iterator[Row]:
    """Stream the rows below the header, and below row `after`; rows without any cell filled are left out.

    Memory does not grow with the file. A row that cannot be cut into cells comes with its problem.
    """
    width, start = len(source.header), max(source.header_row, after)
    for row in _records(source.path, source.name, source.encoding, source.delimiter):
        if row.number > start and any(row.cells):
            yield row if row.problem or len(row.cells) == width else _fitted(row, width)


def _fitted(row: Row, width: int) -> Row:
    if len(row.cells) > width and not any(row.cells[width:]):
        return Row(row.number, row.cells[:width])
    found = {"found": str(len(row.cells)), "expected": str(width)}
    return Row(row.number, row.cells, Problem("row.cells", found, row=row.number))


def _holds_cards(path: Path, name: str, encoding: str) -> bool:
    with opened(path, name) as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        return is_card(text.read(200))


def _delimiter(path: Path, name: str, encoding: str) -> str:
    with opened(path, name) as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        lines = [line[:10_000] for line in islice(text, _SAMPLE_LINES)]
    start = "".join(lines[:5]).lstrip()
    if start[:1] in ("<", "{", "["):
        raise FileError(name, "file.markup")
    if lines and lines[0].lower().startswith("sep=") and lines[0][4:5] in CANDIDATES:
        return lines[0][4:5]
    return recognise_delimiter(lines)


def _header(first: Sequence[Row], name: str) -> tuple[int, tuple[str, ...]]:
    for number, cells, problem in first:
        if not any(cells) or (number == 1 and cells[0].lower().startswith("sep")):
            continue
        names = [unshield(cell.strip()) for cell in cells]
        while names and not names[-1]:
            names.pop()
        if len(names) > MOST_COLUMNS:
            raise FileError(name, "file.columns", found=str(len(names)), limit=str(MOST_COLUMNS))
        if problem or not all(not cell or any(map(str.isalpha, cell)) for cell in names):
            raise FileError(name, "file.header", start=cells[0][:40], row=number)
        return number, tuple(names)
    raise FileError(name, "file.empty")


def _refuse_ragged(first: Sequence[Row], header_row: int, width: int, name: str) -> None:
    body = [row for row in first if row.number > header_row and any(row.cells)]
    if not body:
        raise FileError(name, "file.no_rows")
    bad = [row for row in body if len(row.cells) != width and _fitted(row, width).problem]
    if 2 * len(bad) > len(body):
        found, number = str(len(bad[0].cells)), bad[0].number
        raise FileError(name, "file.ragged", row=number, expected=str(width), found=found)


def _records(path: Path, name: str, encoding: str, delimiter: str) -> Iterator[Row]:
    if encoding == WORKBOOK:
        width = 0
        for number, cells in enumerate(sheet_rows(path, name), start=1):
            width = width or (len(cells) if any(cells) else 0)
            # a sheet leaves out empty cells at the end of a row
            yield Row(number, cells + [""] * (width - len(cells)))
        return
    if delimiter == MARK:
        for number, cells, problem in card_rows(path, name, encoding):
            yield Row(number, cells, problem)
        return
    with opened(path, name) as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        yield from _csv_records(text, name, delimiter)


def _csv_records(text: io.TextIOWrapper, name: str, delimiter: str) -> Iterator[Row]:
    consumed: list[str] = []

    def lines() -> Iterator[str]:
        for line in text:
            consumed.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        consumed.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error) or "field larger" in str(error):
                raise FileError(name, "file.quote", row=number) from error
            raw = "".join(consumed).rstrip("\r\n")
            yield Row(number, [raw], Problem("row.quote", row=number))
        else:
            yield Row(number, cells)
