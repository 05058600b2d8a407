"""Work for later: what a job promises to those who enqueue it."""

from datetime import timedelta

import pytest
from django.db import transaction

from setpoint.kernel import jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.jobs import HopelessError, Running, back_off, cancel, enqueue, job, retry
from setpoint.kernel.jobs_worker import claim, prune, run_next, take_back
from setpoint.kernel.models import Job, JobState, Team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "JOBS", {})
    monkeypatch.setattr("setpoint.kernel.jobs_worker.JOBS", jobs.JOBS)


def work_off() -> int:
    count = 0
    while run_next("bench"):
        count += 1
    return count


def make_due(row: Job) -> None:
    Job.objects.filter(pk=row.pk).update(run_at=machine_now())


def test_a_job_runs_once_with_its_payload():
    seen = []
    job("test.note")(lambda _run, text: seen.append(text))
    enqueue("test.note", {"text": "hello"})
    assert (work_off(), seen) == (1, ["hello"])
    assert Job.objects.get().state == JobState.DONE


def test_a_job_of_a_transaction_that_fails_never_was():
    with transaction.atomic():
        enqueue("test.note")
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_job_waits_for_its_time():
    seen = []
    job("test.note")(lambda _run: seen.append(1))
    row = enqueue("test.note", run_at=machine_now() + timedelta(hours=1))
    assert (work_off(), seen) == (0, [])
    make_due(row)
    assert (work_off(), seen) == (1, [1])


def test_one_key_is_one_job_until_it_is_done():
    job("test.note")(lambda _run: None)
    first = enqueue("test.note", key="deal 7")
    assert enqueue("test.note", key="deal 7").pk == first.pk
    assert enqueue("test.note", key="deal 8").pk != first.pk
    assert work_off() == 2
    assert enqueue("test.note", key="deal 7").pk != first.pk


def test_a_failing_job_is_tried_again_later_each_time_and_then_given_up():
    def fail(_run: Running) -> None:
        raise ValueError("no such thing")

    job("test.fail", attempts=3)(fail)
    row = enqueue("test.fail")
    pauses = []
    while run_next("bench"):
        row.refresh_from_db()
        pauses.append(round((row.run_at - machine_now()).total_seconds()))
        make_due(row)
    assert pauses[:2] == [10, 30]
    assert (row.state, row.attempts) == (JobState.FAILED, 3)
    assert "ValueError: no such thing" in row.error


def test_a_failed_job_is_retried_when_somebody_says_so():
    answers = [ValueError("closed"), None]

    def fickle(_run: Running) -> None:
        if answer := answers.pop(0):
            raise answer

    job("test.fickle", attempts=1)(fickle)
    row = enqueue("test.fickle")
    work_off()
    assert retry(row.pk)
    work_off()
    row.refresh_from_db()
    assert (row.state, row.error) == (JobState.DONE, "")
    assert not retry(row.pk)


def test_pauses_grow_to_an_hour():
    assert [int(back_off(n).total_seconds()) for n in (1, 2, 3, 4, 5, 6, 7, 50)] == [
        *(10, 30, 90, 270, 810, 2430, 3600, 3600)
    ]


def test_progress_is_told_and_renews_the_lease():
    seen = []

    def count(run: Running) -> None:
        Job.objects.update(lease_until=machine_now())
        run.progress(3, 8, "counting")
        seen.append(Job.objects.values_list("done", "total", "message").get())
        assert Job.objects.get().lease_until > machine_now() + timedelta(seconds=50)

    job("test.count")(count)
    enqueue("test.count")
    work_off()
    assert seen == [(3, 8, "counting")]


def test_a_job_whose_lease_ran_out_goes_to_the_next_worker_and_the_first_changes_nothing():
    def slow(run: Running) -> None:
        Job.objects.update(lease_until=machine_now() - timedelta(seconds=1))
        assert claim("other").attempts == 2
        with transaction.atomic():
            Team.objects.create(name="by the dead")
            run.progress(1)

    job("test.slow")(slow)
    enqueue("test.slow")
    run_next("bench")
    row = Job.objects.get()
    assert (row.state, row.worker.split("/")[0], row.done) == (JobState.RUNNING, "other", 0)
    assert not Team.objects.exists()


def test_a_worker_that_starts_again_finds_what_it_left():
    job("test.note")(lambda _run: None)
    enqueue("test.note")
    assert claim("bench") is not None
    assert not run_next("bench")
    assert take_back("bench") == 1
    assert run_next("bench")


def test_a_job_that_always_takes_its_worker_with_it_is_given_up():
    job("test.poison", attempts=2)(lambda _run: None)
    enqueue("test.poison")
    for _ in range(3):
        claim("bench")
        take_back("bench")
    assert Job.objects.values_list("state", "attempts").get() == (JobState.FAILED, 2)


def test_a_waiting_job_is_cancelled_at_once():
    row = enqueue("test.note")
    assert cancel(row.pk)
    assert Job.objects.get().state == JobState.CANCELLED
    assert not cancel(row.pk)


def test_a_running_job_is_cancelled_at_its_next_chunk_which_is_rolled_back():
    def chunks(run: Running) -> None:
        for number in range(1, 4):
            with transaction.atomic():
                Team.objects.create(name=f"chunk {number}")
                run.progress(number, 3)
            cancel(run.id)

    job("test.chunks")(chunks)
    enqueue("test.chunks")
    work_off()
    assert Job.objects.values_list("state", "done").get() == (JobState.CANCELLED, 1)
    assert list(Team.objects.values_list("name", flat=True)) == ["chunk 1"]


def test_a_worker_told_to_stop_gives_its_job_back_where_it_stands():
    asked = []

    def chunks(run: Running) -> None:
        for number in range(run.done + 1, 4):
            with transaction.atomic():
                Team.objects.create(name=f"chunk {number}")
                run.progress(number, 3)
            asked.append(number)

    job("test.chunks")(chunks)
    row = enqueue("test.chunks")
    run_next("bench", stop=lambda: len(asked) == 2)
    row.refresh_from_db()
    assert (row.state, row.done) == (JobState.WAITING, 2)
    work_off()
    row.refresh_from_db()
    assert (row.state, row.done) == (JobState.DONE, 3)
    assert Team.objects.count() == 3


def test_jobs_that_ended_a_month_ago_are_forgotten():
    old, recent = enqueue("test.note"), enqueue("test.note")
    for row, days in ((old, 31), (recent, 29)):
        Job.objects.filter(pk=row.pk).update(state=JobState.DONE, finished_at=machine_now() - timedelta(days=days))
    assert prune() == 1
    assert Job.objects.get().pk == recent.pk


def test_two_jobs_of_one_name_are_refused():
    job("test.note")(work_off)
    with pytest.raises(ValueError, match="declared twice"):
        job("test.note")(make_due)


def test_what_is_hopeless_is_not_tried_again():
    @job("test.hopeless")
    def refuse(_run):
        raise HopelessError("no such mailbox")

    row = enqueue("test.hopeless")
    work_off()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (JobState.FAILED, 1, "no such mailbox")


def test_who_started_a_job_is_kept(cast):
    row = enqueue("test.any", by=Actor.of(cast.sara))
    assert (row.started_by, row.started_by_label) == (cast.sara.pk, "Sara Stone")
