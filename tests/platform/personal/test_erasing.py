"""A person is told everything, and then is nowhere: no row of any table, no file."""

import json
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from setpoint.domains.channels.models import Consent
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact, Forgetting
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.jobs import discover
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.models import Job
from setpoint.platform.personal.erasing import erase, preview
from tests.cast import Cast, make_cast
from tests.journal.test_forgetting import files_naming
from tests.platform.personal.everywhere import (
    ADDRESS,
    NAME,
    TRACES,
    archive_of,
    deals_of,
    rows_naming,
    someone_everywhere,
)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


def files_in(home) -> list[str]:
    return [
        path.name for path in home.rglob("*") if path.is_file() and NAME in path.read_bytes().decode(errors="ignore")
    ]


def test_an_archive_holds_everything_about_him_in_readable_words(cast: Cast) -> None:
    person = someone_everywhere(cast)
    with ZipFile(archive_of(person.pk, Actor.of(cast.olga))) as packed:
        told = json.loads(packed.read("person.json"))
        assert NAME in packed.read("files/fields-1-scan.txt").decode()
    parts = told["parts"]
    assert told["company"] == "Tidewater Sheds"
    assert parts.keys() >= {"card", "consents", "deals", "fields", "history", "imports", "mentions"}
    assert (parts["card"]["rows"][0]["name"], parts["card"]["rows"][0]["telephone"]) == (NAME, "+7 900 765-43-21")
    assert [(row["field"], row["value"]) for row in parts["fields"]["rows"]] == [
        ("Hobby", f"Writes as {NAME}"),
        ("Passport", "scan.txt"),
    ]
    assert next(iter(parts)) == "card"
    assert [row["changes"] for row in parts["history"]["rows"] if row["kind"] == "customers.changed"] == [
        {"phone": ["+7 900 123-45-67", "+7 900 765-43-21"]}
    ]
    assert parts["consents"]["rows"][0]["text"] == "You may write to me."
    assert "Olga Owen took down the consent to “Newsletter” (on paper, version 1 of the text)" in [
        row["what"] for row in parts["history"]["rows"]
    ]
    assert Fact.objects.filter(kind="personal.exported").get().data["rows"]["card"] == 1


def test_once_erased_he_is_in_no_row_and_no_file(cast: Cast, own_home, django_capture_on_commit_callbacks) -> None:
    person = someone_everywhere(cast)
    assert len(rows_naming(*TRACES)) > 10
    assert files_in(own_home) != []
    counted = {str(part.label): part.rows for part in preview(person.pk)}
    assert counted["Card"] == 1

    with django_capture_on_commit_callbacks(execute=True):
        erase(person.pk, card=False, by=Actor.of(cast.olga))

    assert rows_naming(*TRACES) == []
    assert files_in(own_home) == []
    assert deals_of(person.pk) == [("-", 100_000)]
    assert Consent.objects.filter(party=person).count() == 1
    told = Fact.objects.get(kind="personal.erased")
    assert (told.data["rows"]["deals"], told.data["card_gone"], told.actor_label) == (1, False, "Olga Owen")
    assert Job.objects.filter(name="personal.scrub", state="waiting").count() == 1


def test_a_card_on_which_nothing_stands_goes_too(cast: Cast) -> None:
    lonely = parties.create(kind="person", name=NAME, email=ADDRESS, by=SYSTEM)
    busy = parties.create(kind="person", name="Ada Ash", by=SYSTEM)
    deals.create(
        name="Shed",
        pipeline=cast.pipeline,
        stage=cast.stages[0],
        owner=cast.sara,
        customer=busy,
        currency="USD",
        by=SYSTEM,
    )
    assert [erase(one.pk, card=True, by=SYSTEM) for one in (lonely, busy)] == [True, False]
    assert list(Party.objects.filter(pk__in=(lonely.pk, busy.pk)).values_list("name", flat=True)) == ["-"]


@pytest.mark.parametrize("who", ["henry", "sara", "mia"])
def test_without_the_right_nobody_takes_out_or_erases(cast: Cast, who: str) -> None:
    before = Fact.objects.count()
    by = Actor.of(getattr(cast, who))
    with pytest.raises(PermissionDenied):
        archive_of(cast.ivan.pk, by)
    with pytest.raises(PermissionDenied):
        erase(cast.ivan.pk, card=True, by=by)
    assert (Fact.objects.count(), Forgetting.objects.count()) == (before, 0)


def test_nobody_is_erased_twice_and_no_organisation(cast: Cast) -> None:
    erase(cast.ivan.pk, card=False, by=SYSTEM)
    for number in (cast.ivan.pk, cast.oak.pk, 999_999):
        with pytest.raises(LookupError):
            erase(number, card=False, by=SYSTEM)
    assert Forgetting.objects.count() == 1


@pytest.mark.long
def test_after_the_job_the_name_is_in_no_data_file(live_db, own_home) -> None:
    person = someone_everywhere(make_cast())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint" if connection.vendor == "sqlite" else "CHECKPOINT")
    assert files_naming(live_db, ADDRESS)
    erase(person.pk, card=False, by=SYSTEM)
    discover()
    while run_next("tests"):
        pass
    connections.close_all()
    assert [files_naming(live_db, text) for text in (ADDRESS, NAME, "Quxfeldt")] == [[], [], []]
    assert files_in(own_home) == []
