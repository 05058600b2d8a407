"""Numbers and vCards that others have published: normalised as they say, kept sign by sign. Counts and lines only."""

import csv
import gzip
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from setpoint.domains.customers.media import LONGEST_PHONE, normalised_phone
from setpoint.domains.customers.models import ContactPoint, Party
from setpoint.domains.customers.operations import parties, vcards
from setpoint.domains.customers.queries.vcards import vcards_of
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.platform.vcards.reading import CardError, cards
from tests.cast import Cast
from tests.groups import DATA


def vectors() -> Iterator[tuple[int, dict[str, str]]]:
    with gzip.open(DATA / "phone" / "phone_vectors.csv.gz", "rt", encoding="utf-8") as source:
        yield from enumerate(csv.DictReader(source), start=2)


def texts() -> Iterator[tuple[str, str]]:
    """Every card of eight programs, with the name of its file and its line."""
    for packed in ("ez_vcard_samples", "vobject_files"):
        with (DATA / "contacts" / f"{packed}.tar.zst").open("rb") as raw:
            octets = zstandard.ZstdDecompressor().stream_reader(raw).read()
        with tarfile.open(fileobj=io.BytesIO(octets)) as archive:
            for member in archive:
                if member.name.endswith(".vcf"):
                    text = archive.extractfile(member).read().decode("utf-8", "replace")
                    yield Path(member.name).name, text


@pytest.mark.data
def test_telephones_of_245_regions_are_normalised_as_published() -> None:
    wrong, seen = [], 0
    for line, one in vectors():
        seen += 1
        wanted = one["e164"] if one["possible"] == "1" else ""
        if wanted and one["extension"]:
            wanted += f";ext={one['extension']}"
        if normalised_phone(one["raw"], one["default_region"] or "ZZ") != wanted:
            wrong.append(line)
    assert (seen, wrong) == (1164, [])


@pytest.mark.data
def test_every_published_number_is_kept_as_it_was_written_and_found_by_its_normal_form(cast: Cast) -> None:
    rows = [(line, one["raw"].strip()) for line, one in vectors()]
    fit = [(line, raw) for line, raw in rows if raw and len(raw) <= LONGEST_PHONE]
    made = parties.create_many([Party(kind="person", name=str(line), phone=raw) for line, raw in fit], by=SYSTEM)

    kept = dict(ContactPoint.objects.filter(party__in=[one.pk for one in made]).values_list("party__name", "value"))

    assert [line for line, raw in fit if kept[str(line)] != raw] == []
    assert len(rows) - len(fit) <= 1


@pytest.mark.data
def test_cards_of_eight_programs_come_back_octet_by_octet(cast: Cast) -> None:
    olga, changed, refused, seen = Actor.of(cast.olga), [], [], 0
    for name, text in texts():
        for line, one in cards(io.StringIO(text, newline="")):
            if isinstance(one, CardError):
                continue
            own = _card_at(text, line)
            seen += 1
            try:
                made = vcards.create(own, by=olga)
            except Exception as error:  # noqa: BLE001 - the name of the error alone is told
                refused.append((name, line, type(error).__name__))
                continue
            if vcards_of([made], olga)[made.pk] != own:
                changed.append((name, line))
    assert (refused, changed) == ([], [])
    assert seen >= 19


def _card_at(text: str, line: int) -> str:
    """The card that begins at a line, with cards within it."""
    depth, found = 0, []
    for written in text.splitlines(keepends=True)[line - 1 :]:
        found.append(written)
        mark = written.strip().upper().replace(" ", "")
        depth += mark == "BEGIN:VCARD"
        depth -= mark == "END:VCARD"
        if depth == 0:
            break
    return "".join(found)
