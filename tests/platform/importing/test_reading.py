"""Every table that people have is read; what is no table is refused whole, with the way out."""

import csv
import datetime as dt
import gzip
import io
import tracemalloc

import openpyxl
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from setpoint.platform.importing.problems import FileError
from setpoint.platform.importing.sources import _csv_records, inspect, rows

TABLE = "Номер;Товар;Сумма\nA1;Сарай «Прилив»;1 200,50\nA2;Теплица;300\n"
CELLS = [["A1", "Сарай «Прилив»", "1 200,50"], ["A2", "Теплица", "300"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_a_russian_table_is_read_in_every_usual_encoding(write, encoding):
    source = inspect(write(TABLE, encoding=encoding))

    assert source.header == ("Номер", "Товар", "Сумма")
    assert [row.cells for row in rows(source)] == CELLS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised_though_others_stand_in_the_cells(write, delimiter):
    line = delimiter.join(["A1", '"Shed, large; green | oak"', '"1,200.50"'])
    source = inspect(write(f"id{delimiter}product{delimiter}amount\n{line}\n{line}\n"))

    assert source.delimiter == delimiter
    assert [row.cells for row in rows(source)] == [["A1", "Shed, large; green | oak", "1,200.50"]] * 2


def test_rows_carry_the_numbers_that_a_spreadsheet_shows(write):
    source = inspect(write('\nid,note\n1,"two\nlines"\n\n,\n2,b\n'))

    assert source.header_row == 2
    assert [(row.number, row.cells) for row in rows(source)] == [(3, ["1", "two\nlines"]), (6, ["2", "b"])]


def test_reading_goes_on_below_a_row_that_was_reached_before(write):
    source = inspect(write("id,note\n1,a\n2,b\n3,c\n"))

    assert [row.cells[0] for row in rows(source, after=3)] == ["3"]


def test_excel_s_own_line_that_names_the_delimiter_is_no_header(write):
    source = inspect(write("sep=;\nid;note\n1;a, b\n"))

    assert (source.header, [row.cells for row in rows(source)]) == (("id", "note"), [["1", "a, b"]])


def test_packed_files_are_unpacked_as_they_are_read(write):
    packed = [
        write(gzip.compress(TABLE.encode()), "deals.csv.gz"),
        write(zstandard.ZstdCompressor().compress(TABLE.encode()), "deals.csv.zst"),
    ]

    assert [[row.cells for row in rows(inspect(path))] for path in packed] == [CELLS, CELLS]


def test_a_workbook_reads_like_the_same_table_in_csv(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "created", "amount", "sheds"])
    book.active.append(["A1", dt.datetime(2017, 3, 31), 1200.5, 2])
    book.active.append(["A2", None, 0.1, None])
    book.save(tmp_path / "deals.xlsx")

    source = inspect(tmp_path / "deals.xlsx")

    assert source.header == ("id", "created", "amount", "sheds")
    assert [row.cells for row in rows(source)] == [["A1", "2017-03-31", "1200.5", "2"], ["A2", "", "0.1", ""]]


def test_a_row_of_another_width_is_refused_alone_and_empty_cells_too_many_are_cut(write):
    source = inspect(write("id,product\n1,Shed\n2,Shed,large\n3,Shed,,\n4\n5,Shed\n"))

    found = [(row.number, row.problem.code if row.problem else row.cells) for row in rows(source)]

    assert found == [(2, ["1", "Shed"]), (3, "row.cells"), (4, ["3", "Shed"]), (5, "row.cells"), (6, ["5", "Shed"])]


def test_a_row_with_stray_quotes_is_given_back_as_it_stood(write):
    source = inspect(write('id,product\n1,Shed\n2,"Shed" large\n3,Shed\n'))

    assert [(row.cells, row.problem and row.problem.code) for row in rows(source)] == [
        (["1", "Shed"], None),
        (['2,"Shed" large'], "row.quote"),
        (["3", "Shed"], None),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"\xef\xbb\xbf \n\n", "file.empty"),
        (b"id,product\n", "file.no_rows"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "file.binary"),
        (b"%PDF-1.7\n1 0 obj", "file.binary"),
        (bytes(range(256)) * 40, "file.binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "file.old_excel"),
        (b"PK\x03\x04 no workbook at all", "file.unreadable"),
        (b"\x1f\x8b\x08\x00cut", "file.unreadable"),
        (b"<html><table><tr><td>id</td></tr></table></html>", "file.markup"),
        (b'[{"id": 1}, {"id": 2}]', "file.markup"),
        (b"id,product\n1,Shed\n2,Sh\x00ed\n", "file.nul"),
        (b"1,2017-01-01,5\n2,2017-01-02,6\n", "file.header"),
        (b"a,b,c\n1\n2\n3,4,5\n6\n", "file.ragged"),
        ("id;сумма\n1;2\n".encode("utf-16")[:-1], "file.encoding"),
    ],
)
def test_what_is_no_table_is_refused_whole(write, content, code):
    with pytest.raises(FileError) as refused:
        inspect(write(content))

    assert refused.value.problem.code == code


def test_a_missing_file_is_refused_with_its_name(tmp_path):
    with pytest.raises(FileError) as refused:
        inspect(tmp_path / "gone.csv", name="Deals of March.csv")

    assert (refused.value.file, refused.value.problem.code) == ("Deals of March.csv", "file.unreadable")


def test_a_zero_byte_deep_in_the_file_is_found_before_anything_is_read(write):
    with pytest.raises(FileError) as refused:
        inspect(write(b"id,product\n" + b"1,Shed\n" * 300_000 + b"2,Sh\x00ed\n"))

    assert refused.value.problem.params["line"] == "300002"


def test_a_quotation_mark_that_is_never_closed_refuses_the_file_and_names_the_row(write):
    source = inspect(write("id,product\n" + "1,Shed\n" * 2000 + '2,"Shed\n' + "3,Shed\n" * 10))

    with pytest.raises(FileError) as refused:
        list(rows(source))

    assert (refused.value.problem.code, refused.value.problem.row) == ("file.quote", 2002)


def test_an_encoding_chosen_by_the_user_must_fit(write):
    path = write("id,товар\n1,Сарай\n", encoding="cp1251")

    assert inspect(path, encoding="cp1251").header == ("id", "товар")
    with pytest.raises(FileError) as refused:
        inspect(path, encoding="utf-8")
    assert refused.value.problem.code == "file.encoding_choice"


def test_memory_does_not_grow_with_the_file(write):
    source = inspect(write("id,product\n" + "1,Shed\n" * 200_000))

    tracemalloc.start()
    count = sum(1 for _row in rows(source))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 200_000
    assert peak < 2_000_000


cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(st.lists(st.lists(cell, min_size=2, max_size=2), max_size=8), st.sampled_from([",", ";", "\t", "|"]))
def test_what_was_written_as_csv_is_read_back_the_same(table, delimiter):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(table)
    stream = io.TextIOWrapper(io.BytesIO(text.getvalue().encode()), "utf-8", newline="")

    assert [row.cells for row in _csv_records(stream, "deals.csv", delimiter)] == table
