"""What tests of search share: the index brought up to date, and what somebody finds."""

from datetime import timedelta

from setpoint.journal.followers import catch_up
from setpoint.kernel import jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.models import Job, JobState, User
from setpoint.platform.search.finding import find


def found(person: User, text: str, *, limit: int = 10) -> list[str]:
    """Return the labels of what a person finds, group after group."""
    catch_up(["search"])
    groups = find(Actor.of(person), text, limit=limit).groups
    return [hit.shown.label for group in groups for hit in group.hits]


def run_jobs() -> None:
    """Do everything that waits, whenever it is due."""
    jobs.discover()
    Job.objects.filter(state=JobState.WAITING).update(run_at=machine_now() - timedelta(seconds=1))
    while run_next("test"):
        pass
    assert not Job.objects.filter(error__gt="").exists()
