"""What takes long is a job: reading, counting and writing, each with its progress, and an import can be stopped."""

import io

import pytest
from django.core.exceptions import ValidationError

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.models import Deal
from setpoint.journal.models import Fact
from setpoint.kernel import job_orders, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.models import Job, JobState
from setpoint.platform.importing import outlooks, running, undoing
from setpoint.platform.importing.agreeing import agree
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.files import folder
from setpoint.platform.importing.pacing import Seldom
from setpoint.platform.importing.reading import read
from setpoint.platform.importing.uploads import Upload, abandon, receive, upload
from setpoint.platform.models import ImportRun, ImportState
from tests.cast import Cast
from tests.platform.importing.helpers import HEADER, accept_all, files, imported

PRODUCTS = "Product,Series,Sales price\nTide Pro,Tide,4821\n"
MANY = HEADER + "".join(f"M{n},Sara Stone,Cedar shed,,Engaging,1/20/2017,,\n" for n in range(250))


@pytest.fixture
def olga(cast: Cast) -> Actor:
    jobs.discover()
    return Actor.of(cast.olga)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def work() -> None:
    while run_next("test"):
        pass


def test_files_are_kept_at_once_and_read_by_a_worker(olga):
    run = receive(files(deals=MANY, products=PRODUCTS), by=olga)
    assert (run.state, run.job.state) == (ImportState.READING, JobState.WAITING)
    assert [(file.name, file.kind, file.survey) for file in run.files.all()] == [
        ("deals.csv", "", {}),
        ("products.csv", "", {}),
    ]

    work()

    run.refresh_from_db()
    assert run.state == ImportState.DRAFT
    assert [(file.kind, file.survey["rows"], len(file.sample)) for file in run.files.all()] == [
        ("products", 1, 1),
        ("deals", 250, 20),
    ]


def test_reading_tells_how_far_it_is(olga):
    run = upload(files(deals=HEADER + "A,Sara Stone,Cedar shed,,Engaging,,,\n" * 2500), by=olga)
    run.files.update(survey={})
    ImportRun.objects.update(state=ImportState.READING)
    run.refresh_from_db()
    run.files.update(header=[])
    ticks = []

    read(run, by=olga, tick=lambda done, total: ticks.append((done, total)))

    assert ticks == [(1000, 2500), (2000, 2500)]


def test_a_file_that_is_no_table_ends_the_import_and_leaves_no_file(olga):
    before = Fact.objects.count()
    run = receive([*files(products=PRODUCTS), Upload("picture.csv", io.BytesIO(b"\x89PNG\r\n\x1a\n\0"))], by=olga)

    work()

    run.refresh_from_db()
    assert (run.state, run.problem["code"]) == (ImportState.REFUSED, "file.binary")
    assert (list(folder().iterdir()), Fact.objects.count(), Job.objects.get().state) == ([], before, JobState.DONE)


def test_what_a_person_may_not_import_is_refused_when_it_is_recognised(cast, olga):
    run = receive(files(deals=MANY), by=Actor.of(cast.henry))

    work()

    run.refresh_from_db()
    assert (run.state, run.problem["code"]) == (ImportState.REFUSED, "file.right")
    assert run.problem["params"]["reason"] == "You have no right to import “Deals”."


def test_files_dropped_while_they_are_read_leave_nothing(olga):
    run = receive(files(deals=MANY), by=olga)

    abandon(run, by=olga)
    work()

    assert (ImportRun.objects.count(), list(folder().iterdir())) == (0, [])


def test_a_count_is_kept_until_an_answer_changes(olga):
    run = upload(files(deals=MANY, products=PRODUCTS.replace("Tide Pro", "Cedar shed")), by=olga)
    accept_all(run, olga)
    outlooks.count_soon(run, by=olga)
    assert outlooks.counted(run) is None

    work()

    products, deals = outlooks.counted(run)
    assert (products.created, products.matched, deals.created, deals.refused) == (0, 1, 250, 0)
    assert dict(deals.marks) == {"estimated": 250, "without_customer": 250}
    assert deals.foreseen[2]["amount"].estimated
    file = run.files.get(kind="deals")
    agree(file, file_agreement(file, currency="EUR"), by=olga)
    assert outlooks.counted(run) is None


def file_agreement(file, **changes):
    return Agreement.from_json({**file.agreement, **changes})


def test_a_count_by_answers_that_have_changed_is_not_kept(olga):
    run = upload(files(deals=MANY), by=olga)
    accept_all(run, olga)

    def change(_done: int, _total: int) -> None:
        file = run.files.get()
        agree(file, file_agreement(file, currency="EUR"), by=olga)

    outlooks.count(run, tick=change)

    assert outlooks.counted(run) is None


def test_an_import_that_was_stopped_keeps_what_is_in_and_goes_on(olga):
    run = upload(files(deals=MANY), by=olga)
    accept_all(run, olga)
    running.start(run, by=olga)
    run.refresh_from_db()

    def stop(done: int, _total: int) -> None:
        if done == 100:
            ImportRun.objects.update(state=ImportState.STOPPED)

    with pytest.raises(running.HaltedError):
        running.work(run, tick=stop)
    run.refresh_from_db()
    assert (run.state, Deal.objects.count(), run.files.get().created) == (ImportState.STOPPED, 100, 100)

    running.start(run, by=olga)
    work()

    run.refresh_from_db()
    assert (run.state, Deal.objects.count(), run.files.get().created) == (ImportState.DONE, 250, 250)
    assert list(folder().iterdir()) == []


def test_an_import_that_was_stopped_can_be_undone(olga):
    run = upload(files(deals=MANY), by=olga)
    accept_all(run, olga)
    run = running.start(run, by=olga)
    running.stop(run, by=olga)
    work()
    assert (ImportRun.objects.get().state, Deal.objects.count()) == (ImportState.STOPPED, 0)

    undoing.undo(run, by=olga)
    work()

    assert (ImportRun.objects.get().state, list(folder().iterdir())) == (ImportState.UNDONE, [])


def test_only_what_runs_is_stopped(olga):
    run = upload(files(deals=MANY), by=olga)

    with pytest.raises(ValidationError, match="Only an import that runs can be stopped"):
        running.stop(run, by=olga)

    assert ImportRun.objects.get().state == ImportState.DRAFT


def test_progress_is_told_seldom():
    ticks = []
    seldom = Seldom(lambda done, total: ticks.append((done, total)), seconds=60)

    for done in range(5):
        seldom(done, 5)

    assert ticks == [(0, 5)]


def test_a_job_of_an_import_cancelled_stops_its_rows_and_drops_what_is_only_read(olga):
    run = receive(files(deals=MANY, products=PRODUCTS), by=olga)
    job_orders.cancel(run.job_id, by=olga)
    assert not ImportRun.objects.exists()
    assert list(folder().iterdir()) == []

    run = upload(files(products=PRODUCTS), by=olga)
    accept_all(run, olga)
    run = running.start(run, by=olga)
    job_orders.cancel(run.job_id, by=olga)
    work()
    run.refresh_from_db()
    assert (run.state, Product.objects.filter(name="Tide Pro").exists()) == (ImportState.STOPPED, False)


def test_taking_an_import_back_is_not_cancelled(olga):
    run = undoing.undo(imported(olga, products=PRODUCTS), by=olga)
    with pytest.raises(ValidationError, match="goes all the way"):
        job_orders.cancel(run.job_id, by=olga)
    work()
    run.refresh_from_db()
    assert run.state == ImportState.UNDONE
