"""A report as a file: CSV, or XLSX with a sheet per table."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from setpoint.domains.analytics.copying.reading import NotYetError
from setpoint.domains.analytics.operations.reports import used
from setpoint.kernel.permissions import scope_of
from setpoint.platform.lists.exporting import CSV, MEDIA, XLSX, table_text
from setpoint.web.http import StaffRequest, actor
from setpoint.web.reports.sheets import Sheet, sheets_of
from setpoint.web.reports.views import known
from setpoint.web.reports.writing import Figure, plain


@require_GET
def report_file(request: StaffRequest, key: str, ending: str) -> HttpResponse:
    """Send the tables of a report."""
    found, by = known(request, key), actor(request)
    require_file(request, ending)
    try:
        sheets, _as_of = sheets_of(found, request.GET.dict(), by, request.company.currency)
    except (NotYetError, ValidationError):
        raise Http404 from None
    used(key=found.key, name=str(found.name), by=by, how=ending)
    return file_of(sheets, key, str(found.name), ending)


def require_file(request: StaffRequest, ending: str) -> None:
    """Raise PermissionDenied without the right to export, 404 for no known ending."""
    if scope_of(actor(request), "sales.deal", "export") is None:
        raise PermissionDenied
    if ending not in (CSV, XLSX):
        raise Http404


def file_of(sheets: list[Sheet], key: str, title: str, ending: str) -> HttpResponse:
    """Return the tables as one file."""
    body = xlsx(sheets, title) if ending == XLSX else "".join(csv(sheets)).encode()
    response = HttpResponse(body, content_type=MEDIA[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{key}.{ending}"'
    return response


def csv(sheets: list[Sheet]) -> Iterator[str]:
    """Yield the lines of the first table that has rows."""
    for sheet in sheets:
        if sheet.lines:
            head, *rows = cells(sheet)
            yield from table_text([str(name) for name in head], ([_text(cell) for cell in row] for row in rows))
            return


def xlsx(sheets: list[Sheet], title: str) -> bytes:
    """Return a workbook with a sheet per table; nothing in it is calculated."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True})
        for number, sheet in enumerate(sheets, 1):
            page = book.add_worksheet(f"{number}")
            page.write_string(0, 0, sheet.title or title, bold)
            for line, row in enumerate(cells(sheet), 2):
                for place, cell in enumerate(row):
                    if cell is not None:
                        page.write(line, place, cell, bold if line == 2 else None)  # noqa: PLR2004 - the head
            page.set_column(0, 0, 32)
            page.set_column(1, max(1, len(sheet.columns)), 16)
    return target.getvalue()


def cells(sheet: Sheet) -> list[list[Figure]]:
    """Return a table as rows of figures, the names of columns first."""
    money = f", {sheet.currency}"
    head: list[Figure] = [sheet.side]
    head += [column.name + (money if column.unit == "money" else "") for column in sheet.columns]
    if sheet.answer is None:
        said: list[list[Figure]] = [[line.name, *(text for text, _url in line.cells)] for line in sheet.lines]
        return [head, *said]
    rows: list[list[Figure]] = [head]
    for line in sheet.lines:
        figures = [plain(sheet.value(line.key, column), column.unit, sheet.currency) for column in sheet.columns]
        rows.append([line.name, *(float(one) if isinstance(one, Decimal) else one for one in figures)])
    return rows


def _text(cell: Figure) -> str:
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) and not cell % 1 else str(cell)
