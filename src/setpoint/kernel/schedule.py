"""What is due by the clock becomes a job, once per moment, in one transaction with the mark that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from setpoint.kernel.clock import company_now, company_zone, machine_now
from setpoint.kernel.jobs import JOBS, Running, enqueue, job
from setpoint.kernel.models import ScheduleMark

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """A job to be run daily `at` a time of the company's zone, or `every` so often (`machine`: by machine time).

    The job has no payload; `call` names the function that does it where no `jobs.py` does, and `title` what it
    does then. After a leap of company time it runs once.
    """

    job: str
    at: time | None = None
    every: timedelta | None = None
    machine: bool = False
    call: str = ""
    title: str | Promise = ""

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the last moment up to `now` at which the job is due."""
        if self.every is not None:
            return now - (now - EPOCH) % self.every
        local = now.astimezone(zone)
        today = datetime.combine(local.date(), self.at or time(), zone)
        return today if today <= now else datetime.combine(local.date() - timedelta(days=1), self.at or time(), zone)

    def next(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the first moment after `now` at which the job is due."""
        if self.every is not None:
            return self.latest(now, zone) + self.every
        day = self.latest(now, zone).astimezone(zone).date() + timedelta(days=1)
        return datetime.combine(day, self.at or time(), zone)


def entries() -> Sequence[Entry]:
    """Return what is regular in this installation."""
    found: Sequence[Entry] = import_string(settings.SCHEDULE)
    return found


def declare(entries: Sequence[Entry]) -> None:
    """Register the jobs of entries that name their function; it is imported when the job runs."""
    for entry in entries:
        if entry.call and entry.job not in JOBS:
            _declare(entry)


def enqueue_due(entries: Sequence[Entry]) -> list[str]:
    """Enqueue what has become due since the last look; return the names. An entry seen first waits for its next moment.

    Time that was moved back moves the mark back and runs nothing.
    """
    company, machine, zone = company_now(), machine_now(), company_zone()
    marks = dict(ScheduleMark.objects.values_list("entry", "company_time"))
    enqueued = []
    for entry in entries:
        moment = entry.latest(machine if entry.machine else company, zone)
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


def _declare(entry: Entry) -> None:
    @job(entry.job, title=entry.title)
    def call(_run: Running) -> None:
        import_string(entry.call)()
