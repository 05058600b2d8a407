"""Work for later: enqueued in the caller's transaction, leased by a worker, retried with back-off.

A handler runs outside any transaction and may run again after a crash. A long one works in chunks and calls
`progress` inside each chunk's transaction: it begins again where the last committed chunk ended.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import Job, JobState
from setpoint.kernel.models.jobs import LIVE

LEASE = timedelta(seconds=60)
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)


class LeaseLostError(Exception):
    """Another worker holds this job now: what the handler has in hand must not be committed."""


class HopelessError(Exception):
    """It will not succeed however often it is tried: the job has failed, and its message says why."""


class StoppedError(Exception):
    """The worker is to end; raised by `progress`, the job goes back to the queue where it stands."""


class CancelledError(Exception):
    """Somebody asked for the job to end; raised by `progress`, so the chunk in hand is rolled back."""


@dataclass
class Running:
    """A job in the hands of a handler. `done` is where the last committed chunk ended."""

    id: int
    name: str
    done: int
    total: int | None
    attempt: int
    worker: str
    lease: timedelta
    stop: Callable[[], bool]

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Store how far the job is and renew its lease; call it in the transaction of the chunk.

        Raises LeaseLostError, CancelledError or StoppedError, which the handler lets pass.
        """
        if self.stop():
            raise StoppedError
        held = Job.objects.filter(pk=self.id, worker=self.worker, state=JobState.RUNNING)
        total = self.total if total is None else total
        values: dict[str, Any] = {"done": done, "total": total, "lease_until": machine_now() + self.lease}
        if message:
            values["message"] = message[:300]
        if done > self.done:
            # what gets on is not what brings a worker down: count anew
            values["attempts"] = self.attempt = 1
        if not held.filter(cancel_asked=False).update(**values):
            if held.exists():
                raise CancelledError
            raise LeaseLostError
        self.done, self.total = done, total
        changed(self.id)


Handler = Callable[..., None]


@dataclass(frozen=True)
class Declared:
    """A kind of job: its handler, how often it is tried in all, and how long a worker may be silent.

    `title` says what it does; somebody may end it in the middle where it is `cancellable`: by `cancel(by=, **payload)`
    where what it does has an end of its own, else between two chunks, and it runs again from there.
    """

    name: str
    handle: Handler
    attempts: int
    lease: timedelta
    title: str | Promise = ""
    cancellable: bool = False
    cancel: Callable[..., None] | None = None


JOBS: dict[str, Declared] = {}
# who wants to know that a job has moved, in the transaction in which it does
WATCHERS: list[Callable[[int], None]] = []
# who wants to know that a job was in hand: its name, how that ended, and how many seconds it took
MEASURERS: list[Callable[[str, str, float], None]] = []


def changed(job_id: int) -> None:
    """Tell the watchers that a job has moved."""
    for watcher in WATCHERS:
        watcher(job_id)


def job(
    name: str,
    *,
    attempts: int = 6,
    lease: timedelta = LEASE,
    title: str | Promise = "",
    cancellable: bool = False,
    cancel: Callable[..., None] | None = None,
) -> Callable[[Handler], Handler]:
    """Register `handler(run: Running, **payload)` for jobs of `name`. ValueError when the name is taken."""

    def register(handler: Handler) -> Handler:
        if name in JOBS and JOBS[name].handle.__qualname__ != handler.__qualname__:
            raise ValueError(f"job {name} is declared twice")
        JOBS[name] = Declared(name, handler, attempts, lease, title, cancellable or cancel is not None, cancel)
        return handler

    return register


def discover() -> None:
    """Import `jobs.py` of every application, so that all jobs are known."""
    autodiscover_modules("jobs")


def enqueue(
    name: str,
    payload: Mapping[str, Any] | None = None,
    *,
    run_at: datetime | None = None,
    key: str | None = None,
    by: Actor | None = None,
) -> Job:
    """Put a job into the caller's transaction; it is due at `run_at` (machine time, now by default).

    While a job of the same name and `key` waits or runs, that one is returned and nothing is added. `by` started it.
    """
    now = machine_now()
    row = Job(name=name, payload=dict(payload or {}), key=key or "", run_at=run_at or now, created_at=now)
    if by is not None:
        row.started_by, row.started_by_label = by.user_id, by.label
    if not key:
        row.save(force_insert=True)
        return row
    while True:
        existing = Job.objects.filter(name=name, key=key, state__in=LIVE).first()
        if existing is not None:
            return existing
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            # somebody else was quicker: take his, unless it has ended meanwhile
            continue
        return row


def cancel(job_id: int) -> bool:
    """End a waiting job, ask a running one to end at its next `progress`; return False where it is over already."""
    over = {"state": JobState.CANCELLED, "finished_at": machine_now()}
    ended = Job.objects.filter(pk=job_id, state=JobState.WAITING).update(**over)
    if not (ended or Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(cancel_asked=True)):
        return False
    changed(job_id)
    return True


def retry(job_id: int) -> bool:
    """Let a failed or cancelled job run again from where it stood; return False where it is neither."""
    ended = Job.objects.filter(pk=job_id, state__in=(JobState.FAILED, JobState.CANCELLED))
    again = {"state": JobState.WAITING, "run_at": machine_now(), "attempts": 0}
    if not ended.update(cancel_asked=False, finished_at=None, **again):
        return False
    changed(job_id)
    return True


def back_off(attempts: int) -> timedelta:
    """Return the pause after the given number of failed attempts: 10 s, 30 s, 90 s ... an hour at most."""
    tripled: int = 3 ** min(attempts - 1, 6)
    return min(FIRST_RETRY * tripled, LONGEST_RETRY)
