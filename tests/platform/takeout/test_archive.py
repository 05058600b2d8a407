"""Everything comes out: every table or the reason why not, every row, every file, no secret."""

import json
import re
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from setpoint.domains.customers.models import Occasion, OccasionKind, Party, Relation, RelationKind, Segment
from setpoint.domains.customers.operations import details, notes, papers, parties, segments
from setpoint.journal.models import Fact
from setpoint.kernel import jobs
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.jobs_worker import run_next
from setpoint.platform.takeout import operations, tables
from setpoint.platform.takeout.models import Takeout
from setpoint.platform.takeout.writing import CHUNK, write
from tests.cast import Cast
from tests.contracts.sales_examples import a_lead

SECRETIVE = re.compile(r"password|secret|token|digest|private|otp|session_key|auth\b", re.IGNORECASE)
# columns whose name only sounds so
HARMLESS = {
    ("journal_seal", "digest"),
    ("inform_subscription", "digest"),
    ("activities_activity", "private"),
    ("exchange_calendaraccount", "token"),
}


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def opened(path: Path) -> tuple[dict, dict[str, list[dict]]]:
    with ZipFile(path) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        rows = {}
        for table in manifest["tables"]:
            content = packed.read(table["file"])
            assert sha256(content).hexdigest() == table["sha256"]
            rows[table["table"]] = [json.loads(line) for line in content.splitlines()]
            assert len(rows[table["table"]]) == table["rows"]
    return manifest, rows


def test_every_row_of_every_table_that_is_not_left_out_for_a_reason_is_there(cast: Cast, tmp_path: Path) -> None:
    write(tmp_path / "all.zip")

    manifest, rows = opened(tmp_path / "all.zip")

    every = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    assert every - {one["table"] for one in manifest["left_out"]} == rows.keys()
    assert {name: len(found) for name, found in rows.items()} == {
        model._meta.db_table: model._base_manager.count() for model in tables.models()
    }
    assert [row["name"] for row in rows["customers_party"]] == ["Oak & Sons", "Ivan Petrov"]
    assert manifest["company"] == "Tidewater Sheds"


def test_what_a_row_refers_to_is_read_after_it(cast: Cast) -> None:
    order = [model._meta.db_table for model in tables.models()]

    assert order.index("sales_deal") < order.index("customers_party") < order.index("kernel_territory")


def test_a_table_of_many_pieces_has_each_row_once(cast: Cast, tmp_path: Path) -> None:
    made = parties.create_many(
        [Party(kind="organisation", name=f"Shed {number}") for number in range(CHUNK + 3)], by=SYSTEM
    )
    write(tmp_path / "all.zip")

    numbers = [row["id"] for row in opened(tmp_path / "all.zip")[1]["customers_party"]]

    assert numbers == [cast.oak.pk, cast.ivan.pk, *(party.pk for party in made)]


def test_files_are_there_as_they_were_given(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "plan.pdf").write_bytes(b"a plan of a shed")

    assert write(tmp_path / "all.zip").files == 1

    with ZipFile(tmp_path / "all.zip") as packed:
        assert packed.read("files/plan.pdf") == b"a plan of a shed"


def test_cards_with_all_they_hold_leads_segments_notes_and_papers_are_there(
    cast: Cast, tmp_path: Path, settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    lead = a_lead(cast)
    (scan,) = papers.take_in([SimpleUploadedFile("fax.txt", b"Two sheds")], cast.ivan, actor=SYSTEM)
    notes.write(cast.ivan, "Likes oak", papers=[scan.pk], by=Actor.of(cast.sara))
    details.add_many(
        [
            Relation(party=cast.ivan, kind=RelationKind.objects.get(key="referred_by"), other=cast.oak),
            Occasion(party=cast.ivan, kind=OccasionKind.objects.get(key="birthday"), month_day=512),
        ],
        by=SYSTEM,
    )
    segment = segments.save(Segment(name="Oaks", static=True), by=Actor.of(cast.henry))
    write(tmp_path / "all.zip")

    manifest, rows = opened(tmp_path / "all.zip")

    assert [row["id"] for row in rows["sales_lead"]] == [lead.pk]
    assert [row["name"] for row in rows["customers_segment"]] == [segment.name]
    assert [(row["party_id"], row["other_id"]) for row in rows["customers_relation"]] == [(cast.ivan.pk, cast.oak.pk)]
    assert [row["month_day"] for row in rows["customers_occasion"]] == [512]
    assert [row["value"] for row in rows["customers_contactpoint"]] == ["ivan@petrov.example"]
    assert "Likes oak" in [row["value"] for row in rows["journal_personalvalue"]]
    assert [row["name"] for row in rows["customers_paper"]] == ["fax.txt"]
    assert f"files/papers/{scan.stored}" in [one["file"] for one in manifest["files"]]


def test_no_secret_goes_out(cast: Cast) -> None:
    told = {
        (model._meta.db_table, field.column)
        for model in tables.models()
        for field in tables.columns_of(model)
        if SECRETIVE.search(field.column)
    }
    assert told - HARMLESS == set()


def test_only_who_may_do_everything_takes_it_out_and_it_is_told(cast: Cast) -> None:
    jobs.discover()
    with pytest.raises(PermissionDenied):
        operations.begin(by=Actor.of(cast.henry))
    assert not Takeout.objects.exists()

    operations.begin(by=Actor.of(cast.olga))
    while run_next("test"):
        pass

    found = Takeout.objects.get()
    assert (operations.folder() / found.stored).stat().st_size == found.size
    assert Fact.objects.get(kind="platform.everything_exported").data["rows"] == found.rows
