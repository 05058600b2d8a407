"""Files spoilt anywhere: rows, or a reason in words; never an error of the program."""

import gzip
import io
from datetime import date

import openpyxl
import zstandard
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from setpoint.platform.importing.problems import FileError, Problem
from setpoint.platform.importing.sources import inspect, rows
from tests.platform.uploads.test_door import mutated, places

CSV = "Opportunity ID,Account,Close value\nD1,Oak & Sons,4500\nD2,«Дуб и сыновья»,4 600\n"


def workbook() -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    for row in (("ID", "Account", "Day"), ("D1", "Oak & Sons", date(2026, 3, 2)), ("D2", "Дуб", 4.5)):
        book.active.append(row)
    book.save(written)
    return written.getvalue()


SAMPLES = {
    "csv": CSV.encode(),
    "cp1251": CSV.encode("cp1251"),
    "utf16": CSV.encode("utf-16"),
    "xlsx": workbook(),
    "gzip": gzip.compress(CSV.encode()),
    "zstd": zstandard.compress(CSV.encode()),
}


def attempt(path):
    try:
        return list(rows(inspect(path, name="deals.csv")))
    except FileError as refusal:
        return refusal.problem


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.tuples(st.sampled_from(sorted(SAMPLES)), places)))
@example(("xlsx", [(0.5, 3, b"\x00\x00\x00")]))
@example(b"")
@example(b"PK\x03\x04")
@example(b"\x1f\x8b\x08")
def test_a_spoilt_file_gives_rows_or_a_reason(tmp_path_factory, sent) -> None:
    path = tmp_path_factory.mktemp("files") / "deals"
    path.write_bytes(sent if isinstance(sent, bytes) else mutated(SAMPLES[sent[0]], sent[1]))
    found = attempt(path)
    assert found.code.startswith("file.") if isinstance(found, Problem) else all(row.number > 0 for row in found)
