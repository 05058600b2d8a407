"""What is due by company time becomes a job, once per moment, in one transaction with the mark that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.jobs import JOBS, enqueue
from setpoint.kernel.models import ScheduleMark

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """A job to be run daily `at` a time of the company's zone, or `every` so often.

    The job has no payload. After a leap of company time it runs once.
    """

    job: str
    at: time | None = None
    every: timedelta | None = None

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the last moment up to `now` at which the job is due."""
        if self.every is not None:
            return now - (now - EPOCH) % self.every
        local = now.astimezone(zone)
        today = datetime.combine(local.date(), self.at or time(), zone)
        return today if today <= now else datetime.combine(local.date() - timedelta(days=1), self.at or time(), zone)


def enqueue_due(entries: Sequence[Entry]) -> list[str]:
    """Enqueue what has become due since the last look; return the names. An entry seen first waits for its next moment.

    Company time that was moved back moves the mark back and runs nothing.
    """
    now, zone = company_now(), company_zone()
    marks = dict(ScheduleMark.objects.values_list("entry", "company_time"))
    enqueued = []
    for entry in entries:
        moment = entry.latest(now, zone)
        if entry.job not in JOBS or marks.get(entry.job) == moment:
            continue
        with transaction.atomic():
            mark, is_new = ScheduleMark.objects.select_for_update().get_or_create(
                entry=entry.job, defaults={"company_time": moment}
            )
            if not is_new and mark.company_time < moment:
                enqueue(entry.job, key="schedule")
                enqueued.append(entry.job)
            mark.company_time = moment
            mark.save(update_fields=["company_time"])
    return enqueued
