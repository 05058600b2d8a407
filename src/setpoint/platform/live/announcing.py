"""Telling open pages what has changed: records of facts, and what is no fact, as a notice or the progress of a job."""

from collections.abc import Iterable

from django.db import connection, transaction

from setpoint.kernel import jobs
from setpoint.kernel.clock import machine_now
from setpoint.kernel.job_orders import KIND as JOB
from setpoint.kernel.models import Job
from setpoint.platform.models import LiveEvent

CHANNEL = "setpoint_live"
LOCK = 5_379_411


@transaction.atomic
def announce(records: Iterable[tuple[str, int]]) -> None:
    """Tell that records (kind, number) have changed, to those who see them."""
    now = machine_now()
    rows = [LiveEvent(kind=kind, record_id=record_id, created_at=now) for kind, record_id in records]
    if not rows:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # streams go on from the last number they saw: numbers are to appear in their order
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            # heard when this transaction has committed
            cursor.execute(f"NOTIFY {CHANNEL}")
    LiveEvent.objects.bulk_create(rows, batch_size=500)


def announce_later(records: Iterable[tuple[str, int]]) -> None:
    """Announce when the caller's transaction has committed, so that nobody waits for it meanwhile."""
    known = list(records)
    transaction.on_commit(lambda: announce(known), robust=True)


def announce_job(job_id: int) -> None:
    """Tell of a job that a person has started; what is regular comes and goes too often to be news."""
    if Job.objects.filter(pk=job_id, started_by__isnull=False).exists():
        announce_later([(JOB, job_id)])


jobs.WATCHERS.append(announce_job)
