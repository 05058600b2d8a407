"""Tables made to do harm: refused in words, or read for what they say; nothing runs, nothing bursts."""

import io
import time
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from setpoint.kernel.actors import Actor
from setpoint.platform.importing.problems import FileError
from setpoint.platform.importing.sources import inspect, rows
from setpoint.platform.importing.uploads import Upload, upload
from setpoint.platform.models import ImportRun
from tests.cast import Cast

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ENTITIES = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))


def a_book(sheet: str | None = None, **parts: bytes) -> bytes:
    """A workbook of two rows; `sheet` in place of its first sheet, `parts` beside what is in it."""
    book, packed, target = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for row in (("Name", "Email"), ("Ada", "ada@x.example")):
        book.active.append(row)
    book.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for part in source.infolist():
            own = sheet.encode() if sheet and part.filename == "xl/worksheets/sheet1.xml" else source.read(part)
            out.writestr(part, own)
        for name, content in parts.items():
            out.writestr(name, content)
    return target.getvalue()


def a_sheet(rows: str, before: str = "") -> str:
    return f'{before}<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>'


def a_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{a_cell("A1", "Name")}{a_cell("B1", "Email")}</row>'
ADA = f'<row r="2">{a_cell("A2", "Ada")}</row>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WIDE = "".join(a_cell(f"{letter}{second}1", "x") for letter in "ABCDEFGHIJ" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("columns.csv", ",".join(f"Column {n}" for n in range(1_000_000)) + "\n" + "1," * 999_999 + "1\n", "columns"),
        ("rows.xlsx", a_book(a_sheet(HEAD + ADA + f'<row r="4000000000">{a_cell("A4000000000", "x")}</row>')), "rows"),
        ("far.xlsx", a_book(a_sheet(f'<row r="1">{a_cell("A1", "Name")}{a_cell("XFD1", "x")}</row>')), "columns"),
        ("farther.xlsx", a_book(a_sheet(f'<row r="1">{a_cell("ZZZZZZ1", "Name")}</row>')), "unreadable"),
        ("laughs.xlsx", a_book(a_sheet(HEAD, f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]>')), "unreadable"),
        ("outside.xlsx", a_book(a_sheet(HEAD + f'<row r="2">{a_cell("A2", "&a;")}</row>', OUTSIDE)), "unreadable"),
    ],
    ids=lambda one: one if isinstance(one, str) and len(one) < 20 else "",
)
def test_what_would_fill_memory_or_last_for_ever_is_refused_in_words(db, tmp_path, name, content, code) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    begun = time.process_time()

    with pytest.raises(FileError) as refused:
        list(rows(inspect(path)))

    assert refused.value.problem.code == f"file.{code}"
    assert name in refused.value.message
    assert str(tmp_path) not in refused.value.message
    assert time.process_time() - begun < 5


def test_a_book_that_bursts_is_not_taken(cast: Cast) -> None:
    bomb = a_book(a_sheet(HEAD + f"<!--{' ' * 30_000_000}-->"))
    with pytest.raises(ValidationError, match="unpacks to far more than it seems"):
        upload([Upload("bomb.xlsx", io.BytesIO(bomb))], by=Actor.of(cast.olga))
    assert not ImportRun.objects.exists()


def test_macros_links_to_other_files_and_formulas_are_left_where_they_are(db, tmp_path) -> None:
    formula = '<row r="2"><c r="A2" t="str"><f>cmd|"/c calc"!A0</f><v>Ada</v></c><c r="B2"><f>1+1</f></c></row>'
    link = f'<externalLink xmlns="{SPACE}"/>'.encode()
    content = a_book(
        a_sheet(HEAD + formula),
        **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0", "xl/externalLinks/externalLink1.xml": link},
    )
    (tmp_path / "macro.xlsm").write_bytes(content)

    assert [row.cells for row in rows(inspect(tmp_path / "macro.xlsm"))] == [["Ada", ""]]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_row_wider_than_its_header_is_given_back_alone(db, tmp_path, ending) -> None:
    path = tmp_path / f"wide.{ending}"
    if ending == "csv":
        path.write_text("Name,Email\nAda,a@x.example\n" + "x," * 1_000_000 + "x\nBen,b@x.example\n")
    else:
        two = f'<row r="2">{a_cell("A2", "Ada")}</row><row r="4">{a_cell("A4", "Ben")}</row>'
        wide = f'<row r="3">{WIDE.replace("1&quot;", "3")}</row>'.replace('1" t=', '3" t=')
        path.write_bytes(a_book(a_sheet(HEAD + two.replace('<row r="4"', wide + '<row r="4"'))))

    found = list(rows(inspect(path)))

    assert [row.cells[0] for row in found if row.problem is None] == ["Ada", "Ben"]
    assert [row.problem.code for row in found if row.problem] == ["row.cells"]
