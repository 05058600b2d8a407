"""Rows of the first sheet of an Excel workbook, as the texts that the same table would have in CSV."""

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from setpoint.platform.importing.opening import MAX_BYTES
from setpoint.platform.importing.problems import FileError

# of a sheet of Excel; a hostile one says that its row stands anywhere
MOST_ROWS = 1_048_576
# what zip, XML and openpyxl raise over a file that is damaged somewhere
UNREADABLE = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, ParseError, OSError, EOFError, LookupError, ValueError),
    *(TypeError, AttributeError, RuntimeError, AssertionError),
)


def sheet_rows(path: Path, name: str) -> Iterator[list[str]]:
    """Yield every row of the first sheet, one at a time."""
    _refuse_bomb(path, name)
    try:
        with path.open("rb") as raw:
            # values only: macros, links to other files and formulas are left where they are
            book = openpyxl.load_workbook(raw, read_only=True, data_only=True, keep_links=False)
            for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True)):
                if number >= MOST_ROWS:
                    raise FileError(name, "file.rows", limit=str(MOST_ROWS))
                yield [_text(value) for value in row]
    except UNREADABLE as error:
        # the library names the file by its place on this machine
        raise FileError(name, "file.unreadable", reason=str(error).replace(str(path), name)) from error


def _refuse_bomb(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise FileError(name, "file.archive")
            if sum(part.file_size for part in archive.infolist()) > MAX_BYTES:
                raise FileError(name, "file.too_big", limit=f"{MAX_BYTES // 2**30} GiB")
    except (OSError, zipfile.BadZipFile) as error:
        raise FileError(name, "file.unreadable", reason=str(error)) from error


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)
