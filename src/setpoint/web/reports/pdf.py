"""Tables of a report as a PDF, set by typst from data: nothing in a name is markup."""

import json
from importlib.resources import files

import typst

from setpoint.web.reports.sheets import Sheet


def pdf(sheets: list[Sheet], title: str, company: str, note: str) -> bytes:
    """Return the tables, one below the other."""
    tables = [
        {
            "title": sheet.title,
            "head": [sheet.side, *(column.name for column in sheet.columns)],
            "rows": [[line.name, *(text for text, _url in line.cells)] for line in sheet.lines],
            "note": sheet.note or ("" if sheet.lines else sheet.nothing),
        }
        for sheet in sheets
    ]
    data = {"title": title, "company": company, "note": note, "tables": tables}
    source = files("setpoint.web.reports").joinpath("report.typ").read_bytes()
    found: bytes = typst.compile(source, sys_inputs={"data": json.dumps(data)})
    return found
