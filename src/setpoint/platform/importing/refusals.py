"""The rows that an import gives back, as a file: each with what is wrong beside it and what to do."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from setpoint.platform.importing.formula_cells import shield, unshield
from setpoint.platform.importing.problems import Problem
from setpoint.platform.models import ImportFile, RefusedRow

BYTE_ORDER_MARK = "\ufeff"


def refused_file(file: ImportFile) -> Iterator[str]:
    """Yield the refused rows of a file as CSV text, line by line; safe to open in a spreadsheet.

    The header is that of the file with three columns more. To be encoded as UTF-8; it begins with
    the mark by which Excel knows that.
    """
    delimiter = file.delimiter or ","
    more = [_("Row"), _("What is wrong"), _("What to do")]
    yield BYTE_ORDER_MARK + _line([*file.header, *more], delimiter)
    for refused in RefusedRow.objects.filter(file=file).order_by("row").iterator(1000):
        problems = [Problem.from_json(data) for data in refused.problems]
        cells = [unshield(cell) for cell in refused.cells]
        cells += [""] * (len(file.header) - len(cells))
        messages = " ".join(_place(problem) + problem.message for problem in problems)
        ways = " ".join(dict.fromkeys(problem.way_out for problem in problems))
        yield _line([*cells, str(refused.row), messages, ways], delimiter)


def _place(problem: Problem) -> str:
    return f"{problem.column}: " if problem.column else ""


def _line(cells: list[str], delimiter: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerow([shield(cell) for cell in cells])
    return text.getvalue()
