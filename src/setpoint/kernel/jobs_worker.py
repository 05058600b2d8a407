"""The worker's half of jobs: take what is due, run it, write down how it ended.

Every write is fenced by the token of the lease, so a worker that comes back from the dead changes nothing.
"""

import logging
import secrets
import time
import traceback
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from setpoint.kernel.clock import machine_now
from setpoint.kernel.jobs import (
    JOBS,
    LEASE,
    MEASURERS,
    CancelledError,
    Declared,
    HopelessError,
    LeaseLostError,
    Running,
    StoppedError,
    back_off,
    changed,
)
from setpoint.kernel.models import Job, JobState

logger = logging.getLogger(__name__)
KEPT = timedelta(days=30)


def run_next(worker: str, *, stop: Callable[[], bool] = lambda: False) -> bool:
    """Run one due job to its end; return False where none was due.

    `worker` names the place of work, unique among those at work at one time; `stop` says that it is to end soon.
    """
    row = claim(worker)
    if row is None:
        return False
    begun = time.monotonic()
    how = _run(row, stop)
    for measurer in MEASURERS:
        measurer(row.name, how, time.monotonic() - begun)
    return True


def _run(row: Job, stop: Callable[[], bool]) -> str:
    """Run a job that is claimed, write down how that ended, and return it in a word."""
    declared = JOBS[row.name]
    run = Running(row.pk, row.name, row.done, row.total, row.attempts, row.worker, declared.lease, stop)
    try:
        declared.handle(run, **row.payload)
    except LeaseLostError:
        logger.warning("job %s %s went to another worker", row.name, row.pk)
        return "lost"
    except CancelledError:
        _settle(run, state=JobState.CANCELLED, finished_at=machine_now())
        return "cancelled"
    except StoppedError:
        _settle(run, state=JobState.WAITING, run_at=machine_now(), attempts=run.attempt - 1)
        return "stopped"
    except HopelessError as error:
        logger.warning("job %s %s is hopeless: %s", row.name, row.pk, error)
        _settle(run, state=JobState.FAILED, finished_at=machine_now(), error=str(error))
        return "failed"
    except Exception:
        logger.exception("job %s %s failed (attempt %s)", row.name, row.pk, run.attempt)
        _failed(run, declared, traceback.format_exc())
        return "failed"
    _settle(run, state=JobState.DONE, finished_at=machine_now(), error="")
    return "done"


def claim(worker: str) -> Job | None:
    """Lease the job that is due longest to `worker`; None where there is none."""
    now = machine_now()
    due = Job.objects.filter(
        Q(state=JobState.WAITING, run_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now), name__in=JOBS
    )
    # a plain read first: an idle worker must not take the one write lock of SQLite four times a second
    if not due.exists():
        return None
    with transaction.atomic():
        row = due.select_for_update(skip_locked=True).order_by("run_at", "pk").first()
        if row is None:
            return None
        declared = JOBS[row.name]
        if row.attempts >= declared.attempts:
            # it has taken its worker with it every time
            row.state, row.finished_at, row.error = JobState.FAILED, now, _("The worker died each time.")
            row.save(update_fields=["state", "finished_at", "error"])
            return None
        row.state, row.attempts, row.started_at = JobState.RUNNING, row.attempts + 1, now
        row.worker, row.lease_until = f"{worker}/{secrets.token_hex(8)}", now + declared.lease
        row.save(update_fields=["state", "attempts", "started_at", "worker", "lease_until"])
        changed(row.pk)
    return row


def take_back(worker: str) -> int:
    """Return the jobs left by a dead worker of the same name to the queue at once; return how many."""
    left = Job.objects.filter(state=JobState.RUNNING, worker__startswith=f"{worker}/")
    return left.update(lease_until=machine_now() - LEASE)


def prune() -> int:
    """Delete jobs that ended long ago; return how many."""
    ended = (JobState.DONE, JobState.CANCELLED, JobState.FAILED)
    return Job.objects.filter(state__in=ended, finished_at__lt=machine_now() - KEPT).delete()[0]


def _failed(run: Running, declared: Declared, error: str) -> None:
    now = machine_now()
    if Job.objects.filter(pk=run.id, cancel_asked=True).exists():
        _settle(run, state=JobState.CANCELLED, finished_at=now, error=error)
    elif run.attempt >= declared.attempts:
        _settle(run, state=JobState.FAILED, finished_at=now, error=error)
    else:
        _settle(run, state=JobState.WAITING, run_at=now + back_off(run.attempt), error=error)


def _settle(run: Running, **values: object) -> None:
    with transaction.atomic():
        held = Job.objects.filter(pk=run.id, worker=run.worker, state=JobState.RUNNING)
        if held.update(worker="", lease_until=None, **values):
            changed(run.id)
