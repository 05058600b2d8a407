"""One door for files: what is not wholly what its name says stays outside, and nothing of it is left."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.operations import change
from setpoint.platform.fields.files import folder, sweep
from setpoint.platform.fields.models import StoredFile
from setpoint.platform.uploads.door import DOCUMENT, TABLE, take_document, take_table
from setpoint.platform.uploads.sorts import SORTS
from tests.platform.uploads.samples import (
    DOC,
    GIF,
    GOOD,
    JPEG,
    OLE,
    PDF,
    PNG,
    XLS,
    bomb,
    office,
    open_document,
    overlapping,
    packed,
)

OTHER = "The file is not what its name says"
TWO = "The file is two things at once: it is not taken."
BURSTS = "The file unpacks to far more than it seems: it is not taken."


def taken(name: str, content: bytes, place: Path) -> str:
    """Take a file in as a browser sends it; return what was said against it, "" where it was kept."""
    try:
        kept = take_document([content], name=name, folder=place)
    except ValidationError as refusal:
        assert list(place.glob("*")) == []
        return refusal.messages[0]
    assert (place / kept.stored).read_bytes() == content
    assert (place / kept.stored).stat().st_mode & 0o777 == 0o600
    return ""


@pytest.mark.parametrize("name", GOOD)
def test_a_whole_file_is_kept_under_a_name_that_tells_nothing(db: None, tmp_path: Path, name: str) -> None:
    kept = take_document([GOOD[name]], name=name, folder=tmp_path)
    assert (kept.name, kept.size) == (name, len(GOOD[name]))
    assert kept.stored.rpartition(".")[0] != name.rpartition(".")[0]
    assert len(kept.stored) > 32


def test_every_sort_has_a_sample() -> None:
    assert {name.rpartition(".")[2].lower() for name in GOOD} == set(SORTS)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("run.exe", b"MZ\x90\x00", "Files of this kind are not taken."),
        ("page.html", b"<html>", "Files of this kind are not taken."),
        ("logo.svg", b"<svg onload=alert(1)>", "Files of this kind are not taken."),
        ("noending", b"text", "Files of this kind are not taken."),
        ("photo.png", JPEG, OTHER),
        ("photo.png", b"<html><script>alert(1)</script>", OTHER),
        ("offer.pdf", b"MZ\x90\x00" + b"\x00" * 100, OTHER),
        ("photo.webp", b"RIFF\x24\x00\x00\x00WAVEfmt ", OTHER),
        ("note.txt", b"text\x00", OTHER),
        ("table.csv", PDF, OTHER),
        ("letter.docx", office("xl/workbook.xml"), OTHER),
        ("letter.odt", open_document("spreadsheet"), OTHER),
        ("letter.docx", packed({"a.txt": b"a"}), OTHER),
        ("old.doc", b"{\\rtf1 hello}", OTHER),
        ("letter.docx", DOC, OTHER),
        ("old.doc", XLS, OTHER),
        ("old.doc", OLE, OTHER),
        ("empty.png", b"", OTHER),
        ("all.zip", GOOD["all.zip"][:-10], "The file is damaged: it cannot be unpacked."),
        ("photo.png", PNG + GOOD["all.zip"], TWO),
        ("offer.pdf", PDF + GOOD["all.zip"], TWO),
        ("all.zip", b"PK\x03\x04" + b"x" * 40 + GOOD["all.zip"], TWO),
        ("all.zip", GOOD["all.zip"] + b"<script>alert(1)</script>", TWO),
        ("move.gif", GIF[:-1] + b"!\xfe\x20" + PDF, TWO),
        ("photo.jpg", JPEG[:-2] + b"\xff\xfe\x00\x30<script>alert(1)</script>\xff\xd9", TWO),
        ("letter.docx", bomb(), BURSTS),
        ("all.zip", overlapping(), BURSTS),
    ],
)
def test_what_is_something_else_is_refused_and_not_kept(db, tmp_path, name, content, said) -> None:
    assert taken(name, content, tmp_path).startswith(said)


def test_a_file_beyond_the_administrators_limit_is_broken_off(db: None, tmp_path: Path) -> None:
    change({DOCUMENT: 1, TABLE: 1}, by=SYSTEM)
    sent = []

    def pieces():
        for _piece in range(1000):
            sent.append(1)
            yield b"x" * 2**19

    with pytest.raises(ValidationError, match=r"A file has at most 1 MB."):
        take_document(pieces(), name="note.txt", folder=tmp_path)
    assert (len(sent), list(tmp_path.iterdir())) == (3, [])
    with pytest.raises(ValidationError, match=r"A file has at most 1 MB."):
        take_table(io.BytesIO(b"a,b\n" * 300_000), folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_way_in_of_a_name_leads_nowhere_else(db: None, tmp_path: Path) -> None:
    kept = take_document([b"x"], name="../../etc/plan.txt", folder=tmp_path)
    assert (kept.name, [path.name for path in tmp_path.iterdir()]) == ("plan.txt", [kept.stored])


@pytest.mark.parametrize(
    ("content", "said"),
    [(bomb(), BURSTS), (PNG + GOOD["all.zip"], TWO), (b"a,b\n" + PDF, TWO), (overlapping(), BURSTS)],
)
def test_a_file_of_an_import_is_looked_at_as_well(db: None, tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        take_table(io.BytesIO(content), folder=tmp_path)
    assert (refused.value.messages, list(tmp_path.iterdir())) == ([said], [])


def test_files_that_no_record_holds_go_after_a_day(db, settings, tmp_path, django_capture_on_commit_callbacks) -> None:
    settings.MEDIA_ROOT = tmp_path
    for name, age in (("young.txt", 0), ("old.txt", 2)):
        at = machine_now() - timedelta(days=age)
        StoredFile.objects.create(name="a", stored=name, size=1, media_type="x", uploaded_at=at)
    for name in ("young.txt", "old.txt", "lost.txt"):
        (folder() / name).write_text("x")
    os.utime(folder() / "lost.txt", (0, 0))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep() == 2
    assert list(StoredFile.objects.values_list("stored", flat=True)) == ["young.txt"]
    assert [path.name for path in folder().iterdir()] == ["young.txt"]


def mutated(whole: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    """Change a file in some places."""
    changed = bytearray(whole)
    for where, length, other in cuts:
        at = int(where * len(changed))
        changed[at : at + length] = other
    return bytes(changed)


places = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=20)), max_size=4)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(GOOD)),
    st.one_of(st.binary(max_size=400), st.tuples(st.sampled_from(sorted(GOOD)), places)),
)
def test_whatever_is_sent_is_kept_whole_or_refused_in_words(db, tmp_path_factory, name, sent) -> None:
    content = sent if isinstance(sent, bytes) else mutated(GOOD[sent[0]], sent[1])
    place = tmp_path_factory.mktemp("files")
    said = taken(name, content, place)
    assert said == "" or said[0].isupper()
