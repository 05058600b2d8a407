"""A person who is forgotten is in no row, event or file of an import."""

import json

import pytest
from django.db import connection

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal
from setpoint.journal.forgetting import forget
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import set_company_time
from setpoint.platform.importing import running
from setpoint.platform.importing.files import folder
from setpoint.platform.importing.refusals import refused_file
from setpoint.platform.importing.replay import release_due
from setpoint.platform.importing.traces import Traces
from setpoint.platform.importing.uploads import upload
from setpoint.platform.models import ImportFile, ImportRun, ImportState, RefusedRow, ReleaseItem
from tests.cast import MONDAY, Cast
from tests.platform.importing.helpers import HEADER, accept_all, files, imported

NAME = "Zygmunt Quxfeldt"
DEALS = (
    HEADER
    + f"D1,Sara Stone,Cedar shed,{NAME},Won,1/20/2025,2/31/2025,1\n"
    + f"D2,Sara Stone,Cedar shed,{NAME.upper()},Won,1/20/2025,2/21/2025,1\n"
    + "D3,Sara Stone,Cedar shed,Oak & Sons,Won,1/20/2025,2/30/2025,1\n"
)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def olga(cast: Cast) -> Actor:
    return Actor.of(cast.olga)


@pytest.fixture
def zygmunt(cast: Cast) -> Party:
    return parties.create(kind="person", name=NAME, email="zygmunt@quxfeldt.example", by=SYSTEM)


def platform_rows() -> str:
    """Every row of the platform's tables, as the database holds it."""
    tables = ("platform_importrun", "platform_importfile", "platform_refusedrow", "platform_releaseitem")
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of our own
            found += cursor.fetchall()
    return json.dumps(found, default=str, ensure_ascii=False).casefold()


def test_rows_given_back_lose_the_person_and_keep_their_numbers(olga, zygmunt):
    run = imported(olga, deals=DEALS)
    assert "quxfeldt" in platform_rows()

    forget(zygmunt.pk, by=SYSTEM)

    assert "quxfeldt" not in platform_rows()
    assert [(row.row, row.cells[0], row.problems[0]["code"]) for row in RefusedRow.objects.order_by("row")] == [
        (2, "", "row.forgotten"),
        (4, "D3", "date.impossible_month_first"),
    ]
    back = "".join(refused_file(run.files.get())).splitlines()
    assert (
        back[1] == ",,,,,,,,2,The row named a person who has been forgotten.,There is nothing to do: leave the row out."
    )


def test_what_waits_happens_without_the_person(olga, zygmunt):
    run = upload(files(deals=DEALS), by=olga)
    accept_all(run, olga)
    running.start(run, by=olga, replay_from=MONDAY.replace(year=2024))
    running.work(ImportRun.objects.get())
    assert ReleaseItem.objects.count() == 2

    forget(zygmunt.pk, by=SYSTEM)

    assert "quxfeldt" not in platform_rows()
    set_company_time(MONDAY, rate=0)
    release_due()
    assert list(Deal.objects.values_list("external_id", "name", "customer")) == [("D2", "-", None)]


def test_a_file_that_is_still_to_come_in_is_deleted(olga, zygmunt, django_capture_on_commit_callbacks):
    run = upload(files(deals=DEALS), by=olga)
    other = upload(files(deals=HEADER + "D9,Sara Stone,Cedar shed,Oak & Sons,Won,1/20/2025,2/21/2025,1\n"), by=olga)

    with django_capture_on_commit_callbacks(execute=True):
        forget(zygmunt.pk, by=SYSTEM)

    run.refresh_from_db()
    other.refresh_from_db()
    assert (run.state, run.problem["code"], other.state) == (
        ImportState.REFUSED,
        "file.forgotten",
        ImportState.DRAFT,
    )
    assert [path.name for path in folder().iterdir()] == [other.files.get().stored]
    assert "quxfeldt" not in platform_rows()


def test_an_import_at_work_ends_where_it_stands(olga, zygmunt, django_capture_on_commit_callbacks):
    run = upload(files(deals=DEALS), by=olga)
    accept_all(run, olga)
    running.start(run, by=olga)

    with django_capture_on_commit_callbacks(execute=True):
        forget(zygmunt.pk, by=SYSTEM)
    with pytest.raises(running.HaltedError):
        running.work(ImportRun.objects.get())

    assert (ImportRun.objects.get().state, Deal.objects.count(), ImportFile.objects.get().sample) == ("failed", 0, [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zygmunt Quxfeldt", True),
        ("Shed for ZYGMUNT QUXFELDT, paid", True),
        ("Zygmunt Quxfeldtson", False),
        ("Пётр Щёголев", True),
        ("петр щеголев", True),
        ("2017", False),
        ("call 79001234567", True),
    ],
)
def test_a_person_is_found_as_whole_words_whatever_the_capitals(text, found):
    traces = Traces({NAME, "Пётр Щёголев", "2017", "79001234567", "Li"})
    assert traces.in_text(text) is found
    assert traces.without({"a": [text, 5]}) == {"a": ["" if found else text, 5]}
