"""vCards of many programs are read, hostile ones do no harm, and what is written is read again as it was."""

import io
import tarfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from setpoint.platform.vcards.card import Card, Place, Point
from setpoint.platform.vcards.keeping import renewed
from setpoint.platform.vcards.reading import CardError, card, cards
from setpoint.platform.vcards.writing import V3, V4, VERSIONS, text_of
from tests.groups import DATA

SARA = Card(
    name="Dr. Sara Stone",
    uid="urn:uuid:1",
    family="Stone",
    given="Sara",
    prefix="Dr.",
    organisation="Tidewater Sheds",
    department="Sales; North",
    title="Seller, senior",
    birthday="1990-05-12",
    note="Calls back\nafter six",
    points=(Point("email", "sara@tidewater.example", "work", first=True), Point("phone", "+1 503 555 0101", "mobile")),
    places=(Place("work", "flat 3", "Pier 4, House 2", "Portland", "OR", "97201", "USA"),),
    categories=("sheds", "north, coast"),
)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_written_is_read_again_as_it_was(version: str) -> None:
    assert card(text_of(SARA, version=version)) == SARA


def test_version_three_looks_as_its_standard_says() -> None:
    assert text_of(Card("Jürgen Ünal", family="Ünal", given="Jürgen", points=SARA.points), version=V3) == (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jürgen Ünal\r\nN:Ünal;Jürgen;;;\r\n"
        "EMAIL;TYPE=internet,work,pref:sara@tidewater.example\r\nTEL;TYPE=cell:+1 503 555 0101\r\nEND:VCARD\r\n"
    )


def test_lines_are_folded_at_75_octets_and_no_character_is_cut() -> None:
    text = text_of(Card("Ж" * 300))

    assert max(len(line.encode()) for line in text.split("\r\n")) == 75
    assert card(text).name == "Ж" * 300


def test_quoted_printable_of_old_telephones_is_read() -> None:
    text = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=BD=D0=BE=D0=B2;=D0=98=D0=B2=\r\n"
        "=D0=B0=D0=BD;;;\r\nTEL;CELL;PREF:8 (912) 345-67-89\r\nEND:VCARD\r\n"
    )
    points = (Point("phone", "8 (912) 345-67-89", "mobile", first=True),)
    assert card(text) == Card("Иван Иванов", family="Иванов", given="Иван", points=points)


def test_old_telephones_of_a_windows_code_page_are_read() -> None:
    packed = "".join(f"={octet:02X}" for octet in "Иванов".encode("cp1251"))
    text = f"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=WINDOWS-1251;ENCODING=QUOTED-PRINTABLE:{packed}\nEND:VCARD\n"
    assert card(text).name == "Иванов"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("BEGIN:VCARD\nFN:Sara\n", ["end"]),
        ("BEGIN:VCARD\nFN:Sara\nBEGIN:VCARD\nFN:Nora\nEND:VCARD\n", ["end", "Nora"]),
        ("END:VCARD\nBEGIN:VCARD\nFN:Sara\nEND:VCARD\n", ["begin", "Sara"]),
        ("BEGIN:VCARD\nNOTE:nobody\nEND:VCARD\n", ["name"]),
        ("BEGIN:VCARD\nFN:" + "a" * 1_100_000 + "\nEND:VCARD\n", ["long"]),
        ("BEGIN:VCARD\n" + "FN:Sara\n;;;\n:\n=\nTEL\nFN\n" + "END:VCARD\n", ["Sara"]),
        ("BEGIN:VCARD\nFN:Sara\nAGENT:\nBEGIN:VCARD\nFN:Nora\nEND:VCARD\nEND:VCARD\n", ["Sara"]),
    ],
)
def test_a_broken_card_is_named_and_the_others_are_read(text: str, codes: list[str]) -> None:
    found = [one.code if isinstance(one, CardError) else one.name for _line, one in cards(io.StringIO(text))]
    assert found == codes


def test_a_hostile_line_costs_no_time() -> None:
    begun = time.perf_counter()
    card("BEGIN:VCARD\nFN:Sara\nTEL" + ";a=b" * 50_000 + "," * 50_000 + "\nEND:VCARD\n")
    assert time.perf_counter() - begun < 5


texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\u0085"), max_size=40
).map(str.strip)
filled = texts.filter(bool)
# ";", alone would be nothing, and a name is what is written
points = st.builds(
    Point,
    st.just("phone"),
    filled.filter(lambda text: not text.lower().startswith("tel:")),
    st.sampled_from(["work", "home", "mobile", "fax", "other"]),
    st.booleans(),
)
places = st.builds(
    Place, st.sampled_from(["work", "home", "other"]), texts, texts, texts, texts, texts, filled, st.booleans()
)
written = st.builds(
    Card,
    name=filled.filter(lambda text: text.strip(" ;")),
    family=filled.filter(lambda text: text.strip(" ;")),
    given=texts,
    additional=texts,
    prefix=texts,
    suffix=texts,
    organisation=filled.filter(lambda text: text.strip(" ;")),
    title=texts.filter(lambda text: not text or text.strip(" ;")),
    note=st.lists(filled.filter(lambda text: text.strip(" ;")), max_size=3).map("\n".join),
    points=st.lists(points, max_size=3).map(tuple),
    places=st.lists(places, max_size=2).map(tuple),
    categories=st.lists(filled, max_size=3).map(tuple),
    is_organisation=st.booleans(),
)


@given(written, st.sampled_from([V3, V4]))
def test_any_card_comes_back_from_three_and_four(one: Card, version: str) -> None:
    found = card(text_of(one, version=version))
    assert found.is_organisation or not one.is_organisation
    assert found == Card(**{**one.__dict__, "is_organisation": found.is_organisation})


@given(st.text(max_size=300))
def test_no_text_brings_the_reader_down(text: str) -> None:
    list(cards(io.StringIO("BEGIN:VCARD\n" + text + "\nEND:VCARD\n")))


@pytest.mark.data
def test_cards_of_eight_programs_are_read() -> None:
    read, broken = {}, []
    for packed in ("ez_vcard_samples", "vobject_files"):
        with (DATA / "contacts" / f"{packed}.tar.zst").open("rb") as raw:
            octets = zstandard.ZstdDecompressor().stream_reader(raw).read()
        with tarfile.open(fileobj=io.BytesIO(octets)) as archive:
            for member in archive:
                if member.name.endswith(".vcf"):
                    text = archive.extractfile(member).read().decode(errors="surrogateescape")
                    found = list(cards(io.StringIO(text, newline="")))
                    broken += [(Path(member.name).name, line) for line, one in found if isinstance(one, CardError)]
                    read[Path(member.name).name] = sum(len(one.points) for _line, one in found)
    # names of files and lines only: what stands in them is of real people
    assert broken == []
    assert len(read) == 19
    assert read["gmail-single2.vcf"] == 22


@given(written, st.sampled_from(VERSIONS))
def test_a_kept_card_that_says_what_is_so_is_given_back_as_it_was_written(one: Card, version: str) -> None:
    text = text_of(one, version=version)
    assert renewed(text, as_stored(card(text)), stores=lambda _one: True) == text


def as_stored(one: Card) -> Card:
    """Of several that come first, the first one does."""
    firsts: set[str] = set()
    points, places = [], []
    for point in one.points:
        points.append(replace(point, first=point.first and point.medium not in firsts))
        firsts |= {point.medium} if point.first else set()
    for place in one.places:
        places.append(replace(place, first=place.first and "place" not in firsts))
        firsts |= {"place"} if place.first else set()
    return replace(one, points=tuple(points), places=tuple(places))


@given(written, written, st.sampled_from([V3, V4]))
def test_a_kept_card_brought_up_to_date_says_what_is_so_and_keeps_the_rest(old: Card, new: Card, version: str) -> None:
    kept = text_of(replace(old, further=("X-COLOUR:larch",), is_organisation=False), version=version)
    now = replace(card(text_of(new, version=version)), is_organisation=False)

    found = card(renewed(kept, now, stores=lambda _one: True))

    assert (found.name, said(found), found.further) == (now.name, said(now), ("X-COLOUR:larch",))
    assert (found.note, found.categories, found.suffix) == (card(kept).note, card(kept).categories, card(kept).suffix)


def said(one: Card) -> object:
    """What a card says, but for which address comes first and in which order they stand."""
    plain = sorted((point.medium, point.use, point.value) for point in one.points)
    places = sorted((place.use, place.parts) for place in one.places)
    return (one.family, one.given, one.additional, one.prefix, one.organisation.casefold(), plain, places)


def test_a_line_that_is_true_no_more_goes_with_its_label() -> None:
    kept = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Nina\r\nN:;;;;\r\nitem1.TEL:1\r\nitem1.X-ABLabel:Boat\r\nitem2.TEL:2\r\n"
        "item2.X-ABLabel:House\r\nREV:2020-01-01T00:00:00Z\r\nEND:VCARD\r\n"
    )
    now = replace(card(kept), points=(Point("phone", "2", "other"), Point("phone", "3", "work")))
    assert renewed(kept, now, stores=lambda _one: True) == (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Nina\r\nN:;;;;\r\nitem2.TEL:2\r\nitem2.X-ABLabel:House\r\n"
        "TEL;TYPE=work:3\r\nEND:VCARD\r\n"
    )
