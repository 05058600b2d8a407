"""What is regular by company time becomes jobs, once each."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from setpoint.kernel import jobs
from setpoint.kernel.clock import set_company_time
from setpoint.kernel.jobs import job
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.models import Job
from setpoint.kernel.schedule import Entry, declare, enqueue_due

MORNING = Entry("test.morning", at=time(7, 0))
MONDAY = datetime(2026, 3, 2, 6, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_other_jobs(monkeypatch):
    for module in ("jobs", "jobs_worker", "schedule"):
        monkeypatch.setattr(f"setpoint.kernel.{module}.JOBS", known := getattr(jobs, "JOBS", {}))
    known_before = dict(known)
    known.clear()
    job("test.morning")(lambda _run: None)
    yield
    known.clear()
    known.update(known_before)


@pytest.mark.django_db
def test_a_daily_entry_runs_once_a_day_from_the_next_moment_on():
    set_company_time(MONDAY, rate=0)
    assert enqueue_due([MORNING]) == []
    set_company_time(MONDAY + timedelta(minutes=1), rate=0)
    assert enqueue_due([MORNING]) == ["test.morning"]
    assert enqueue_due([MORNING]) == []
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_after_a_leap_of_a_week_it_runs_once():
    set_company_time(MONDAY, rate=0)
    enqueue_due([MORNING])
    set_company_time(MONDAY + timedelta(days=7), rate=0)
    assert enqueue_due([MORNING]) == ["test.morning"]
    assert enqueue_due([MORNING]) == []


@pytest.mark.django_db
def test_time_moved_back_runs_nothing_and_goes_on_from_there():
    set_company_time(MONDAY + timedelta(days=7), rate=0)
    enqueue_due([MORNING])
    set_company_time(MONDAY, rate=0)
    assert enqueue_due([MORNING]) == []
    set_company_time(MONDAY + timedelta(minutes=5), rate=0)
    assert enqueue_due([MORNING]) == ["test.morning"]


@pytest.mark.django_db
def test_what_nobody_can_do_is_passed_over():
    set_company_time(MONDAY, rate=0)
    unknown = Entry("test.unknown", every=timedelta(minutes=1))
    enqueue_due([unknown])
    set_company_time(MONDAY + timedelta(hours=1), rate=0)
    assert enqueue_due([unknown]) == []


@pytest.mark.django_db
def test_an_entry_may_name_the_function_that_does_it():
    set_company_time(MONDAY, rate=0)
    named = Entry("test.follow", every=timedelta(minutes=1), call="setpoint.kernel.clock.follow_machine_time")
    declare([named])
    enqueue_due([named])
    set_company_time(MONDAY + timedelta(minutes=1), rate=0)
    enqueue_due([named])

    assert run_next("bench")
    assert Job.objects.values_list("name", "state").get() == ("test.follow", "done")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 2, 3, 59, tzinfo=UTC), datetime(2026, 3, 1, 4, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 4, 0, tzinfo=UTC), datetime(2026, 3, 2, 4, 0, tzinfo=UTC)),
    ],
)
def test_a_day_begins_in_the_zone_of_the_company(now, due):
    assert MORNING.latest(now, ZoneInfo("Europe/Moscow")) == due


def test_often_means_at_even_moments():
    entry = Entry("test.often", every=timedelta(minutes=15))
    assert entry.latest(datetime(2026, 3, 2, 10, 29, 59, tzinfo=UTC), ZoneInfo("UTC")) == datetime(
        2026, 3, 2, 10, 15, tzinfo=UTC
    )
