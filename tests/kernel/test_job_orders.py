"""What people tell jobs, who may, and that every job says in words what it does."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.journal.models import Fact
from setpoint.kernel import job_orders, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Job, JobState
from setpoint.kernel.permissions import visible_to
from setpoint.kernel.schedule import declare, entries
from tests.cast import Cast


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of job, one of which may be cancelled."""
    monkeypatch.setattr(jobs, "JOBS", {})
    jobs.job("test.long", cancellable=True)(lambda _run: None)
    jobs.job("test.short")(lambda _run: None)


def failed(name: str, **values: object) -> Job:
    row = jobs.enqueue(name)
    Job.objects.filter(pk=row.pk).update(state=JobState.FAILED, attempts=6, **values)
    return row


def state_of(row: Job) -> str:
    return Job.objects.get(pk=row.pk).state


def test_a_failed_job_runs_again_when_somebody_with_the_right_says_so(cast: Cast, declared: None) -> None:
    row = failed("test.short")
    job_orders.retry(row.pk, by=Actor.of(cast.olga))
    again = Job.objects.get(pk=row.pk)
    assert (again.state, again.attempts) == (JobState.WAITING, 0)
    fact = Fact.objects.get(kind="kernel.job_retried")
    assert (fact.about_id, fact.actor_label, fact.data) == (row.pk, "Olga Owen", {"job": "test.short"})


def test_a_refusal_leaves_the_job_as_it_is(cast: Cast, declared: None) -> None:
    row, before = failed("test.short"), Fact.objects.count()
    with pytest.raises(PermissionDenied):
        job_orders.retry(row.pk, by=Actor.of(cast.sara))
    waiting = jobs.enqueue("test.short")
    with pytest.raises(ValidationError, match="failed or was cancelled"):
        job_orders.retry(waiting.pk, by=Actor.of(cast.olga))
    with pytest.raises(ValidationError, match="not cancelled"):
        job_orders.cancel(waiting.pk, by=Actor.of(cast.olga))
    assert (state_of(row), state_of(waiting), Fact.objects.count()) == ("failed", "waiting", before)


def test_of_two_with_one_key_the_second_waits_for_the_first(cast: Cast, declared: None) -> None:
    row = failed("test.short", key="one")
    jobs.enqueue("test.short", key="one")
    with pytest.raises(ValidationError, match="waits already"):
        job_orders.retry(row.pk, by=Actor.of(cast.olga))


def test_one_cancels_what_one_has_started_and_sees_nothing_else(cast: Cast, declared: None) -> None:
    mine, other = jobs.enqueue("test.long", by=Actor.of(cast.sara)), jobs.enqueue("test.long")
    assert list(visible_to(Actor.of(cast.sara), job_orders.KIND)) == [mine]
    job_orders.cancel(mine.pk, by=Actor.of(cast.sara))
    with pytest.raises(PermissionDenied):
        job_orders.cancel(other.pk, by=Actor.of(cast.sara))
    assert (state_of(mine), state_of(other)) == ("cancelled", "waiting")


def test_every_job_says_in_words_what_it_does() -> None:
    jobs.discover()
    declare(entries())
    ours = [one for one in jobs.JOBS.values() if not one.name.startswith("test.")]
    assert [one.name for one in ours if not one.title] == []
    assert "journal.seal" in {one.name for one in ours}


def test_a_job_with_an_end_of_its_own_is_ended_by_that(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "JOBS", {})
    ended: list[tuple[str, int]] = []
    jobs.job("test.own", cancel=lambda by, number: ended.append((by.label, number)))(lambda _run, **_payload: None)
    row = jobs.enqueue("test.own", {"number": 7})

    job_orders.cancel(row.pk, by=Actor.of(cast.olga))

    assert (ended, state_of(row)) == ([("Olga Owen", 7)], "waiting")
    assert Fact.objects.get(kind="kernel.job_cancelled").data == {"job": "test.own"}


# what is short, is one statement, or leaves something that is wrong until it has come to its end
NOT_CANCELLED = {
    *("fields.compute", "fields.mark_unique", "fields.sweep", "journal.seal", "kernel.access", "kernel.sessions"),
    *("inform.deliver", "inform.digest", "inform.tell", "loop.tick", "personal.scrub", "platform.drop_keys"),
    *("platform.release", "platform.search_index", "simulation.live_on", "verify.mature"),
    *("customers.build_segment", "customers.build_segments", "customers.importance", "customers.occasions"),
    *("activities.reminders", "activities.sequences", "analytics.copy", "caldav.look", "caldav.sync"),
    *("exchange.exports", "reports.letters"),
    *("customers.read_paper", "exchange.deliver", "sales.leads", "sales.marks", "sales.recut"),
}


def test_every_other_job_can_be_cancelled() -> None:
    jobs.discover()
    declare(entries())
    ours = [one for one in jobs.JOBS.values() if not one.name.startswith("test.")]
    assert {one.name for one in ours if not one.cancellable} == NOT_CANCELLED
