"""The index built anew: by a job, or by the command, each going on where the other stopped."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from setpoint.journal.followers import skip
from setpoint.kernel import jobs
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now
from setpoint.kernel.jobs import LEASE, LeaseLostError, Running
from setpoint.kernel.models import Job, JobState
from setpoint.kernel.models.jobs import LIVE
from setpoint.kernel.permissions import visible_to
from setpoint.platform.models import SearchBuild
from setpoint.platform.search.building import build_part, empty
from setpoint.platform.search.kinds import SearchKind, all_kinds
from setpoint.platform.search.lists import FOLLOWER, part_of

JOB = "platform.search_rebuild"
KEY = "rebuild"
AFTER_ANOTHER = timedelta(seconds=10)
# done, total, what is in hand
Tick = Callable[[int, int, str], None]
# (kind, part); the empty kind empties the index
Steps = Sequence[tuple[str, int]]


def start(kinds: Collection[str] = (), *, from_nothing: bool = False, held: bool = False) -> Job:
    """Enqueue a building of all kinds or of `kinds`; one that waits or runs is returned. KeyError for a strange kind.

    `held` keeps it from the workers for a while: the caller works on it.
    """
    steps = [("", 0)] if from_nothing else []
    steps += _steps(kinds)
    with transaction.atomic():
        return jobs.enqueue(JOB, {"steps": steps}, key=KEY, run_at=machine_now() + LEASE if held else None)


def rebuild_later(kinds: Collection[str]) -> None:
    """Enqueue a building of these kinds in the caller's transaction, after any that runs now."""
    jobs.enqueue(JOB, {"steps": _steps(kinds)})


def build_whole() -> None:
    """Build the index of a company that was filled at once: much quicker than to follow each of its facts."""
    # first: what happens from now on is followed
    skip(FOLLOWER)
    work(_steps(()), 0, lambda _done, _total, _said: None)


def work(steps: Steps, done: int, tick: Tick) -> None:
    """Do the steps from number `done` on."""
    kinds = all_kinds()
    for number, (name, part) in enumerate(steps):
        if number < done:
            continue
        said = f"{name} {part + 1}" if name else ""

        def still(number: int = number, said: str = said) -> None:
            tick(number, len(steps), said)

        if not name:
            empty(tick=still)
        elif name in kinds:
            build_part(kinds[name], part, tick=still)
        tick(number + 1, len(steps), said)


def run_job(run: Running, steps: Steps) -> None:
    """Go on with a building, as a job; while another one runs, this one waits."""
    if Job.objects.filter(name=JOB, state=JobState.RUNNING).exclude(pk=run.id).exists():
        jobs.enqueue(JOB, {"steps": steps[run.done :]}, run_at=machine_now() + AFTER_ANOTHER)
    else:
        work(steps, run.done, run.progress)


def hold(job: Job) -> bool:
    """Keep a waiting building from the workers for a while; return False where one has it."""
    return bool(_waiting(job).update(run_at=machine_now() + LEASE))


def work_here(job: Job, tick: Tick) -> None:
    """Work on a building that is held, in this process; should it die, a worker goes on with the job.

    LeaseLostError where a worker has taken it meanwhile.
    """

    def note(done: int, total: int, said: str) -> None:
        if not _waiting(job).update(run_at=machine_now() + LEASE, done=done, total=total, message=said):
            raise LeaseLostError
        tick(done, total, said)

    work(job.payload["steps"], job.done, note)
    _waiting(job).update(state=JobState.DONE, finished_at=machine_now())


def let_go_of_the_dead() -> None:
    """Take away the marks of a building that ended without ending them: cancelled, or failed for good."""
    if SearchBuild.objects.exists() and not Job.objects.filter(name=JOB, state__in=LIVE).exists():
        SearchBuild.objects.all().delete()


def _waiting(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=JobState.WAITING)


def _steps(kinds: Collection[str]) -> list[tuple[str, int]]:
    there = all_kinds()
    return [(name, part) for name in sorted(kinds or there) for part in range(_parts(there[name]))]


def _parts(kind: SearchKind) -> int:
    greatest = visible_to(SYSTEM, kind.kind).aggregate(greatest=Max("pk"))["greatest"]
    return 0 if greatest is None else part_of(greatest) + 1
