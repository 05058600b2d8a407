"""Jobs and the schedule as lines of their page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from setpoint.kernel import jobs
from setpoint.kernel.clock import company_now, company_zone, machine_now
from setpoint.kernel.models import Job, JobState
from setpoint.kernel.schedule import Entry, declare, entries

STATES: dict[str, Promise] = {
    "live": gettext_lazy("Runs and waits"),
    "failed": gettext_lazy("Failed"),
    "done": gettext_lazy("Done"),
    "cancelled": gettext_lazy("Cancelled"),
}
RETRIED = {JobState.FAILED, JobState.CANCELLED}


@dataclass(frozen=True)
class Line:
    """A job; `share` is how far it is in per cent, None where that is not known."""

    job: Job
    title: str
    who: str
    share: int | None
    may_retry: bool
    may_cancel: bool


@dataclass(frozen=True)
class Regular:
    """An entry of the schedule with how it went the last time and when it is due again."""

    title: str
    often: str
    last: Job | None
    next: datetime


def learn() -> None:
    """Let this process know all jobs, which the workers do."""
    jobs.discover()
    declare(entries())


def in_state(rows: QuerySet[Job], state: str) -> QuerySet[Job]:
    """Return the jobs that a tab shows."""
    wanted = (JobState.RUNNING, JobState.WAITING) if state == "live" else (state,)
    return rows.filter(state__in=wanted)


def lines_of(rows: Sequence[Job], *, changes: bool, person: int) -> list[Line]:
    """Return lines; `changes`: whether the reader, who is `person`, may tell all jobs to run again or to end."""
    return [_line(row, changes=changes, person=person) for row in rows]


def regular() -> list[Regular]:
    """Return the schedule as it stands; two queries."""
    last_ids = Job.objects.filter(key="schedule").values("name").annotate(last=Max("pk")).values_list("last", flat=True)
    last = {job.name: job for job in Job.objects.filter(pk__in=list(last_ids))}
    company, machine, zone = company_now(), machine_now(), company_zone()
    return [
        Regular(
            title=title_of(entry.job),
            often=_often(entry),
            last=last.get(entry.job),
            next=entry.next(machine if entry.machine else company, zone),
        )
        for entry in entries()
        if entry.job in jobs.JOBS
    ]


def title_of(name: str) -> str:
    """Return what a job does, in words; its name where nobody declares it any more."""
    declared = jobs.JOBS.get(name)
    return str(declared.title) if declared and declared.title else name


def _line(row: Job, *, changes: bool, person: int) -> Line:
    declared = jobs.JOBS.get(row.name)
    live = row.state in {JobState.RUNNING, JobState.WAITING} and not row.cancel_asked
    return Line(
        job=row,
        title=title_of(row.name),
        who=row.started_by_label or (_("Schedule") if row.key == "schedule" else _("Setpoint itself")),
        share=min(100, 100 * row.done // row.total) if row.total and row.state == JobState.RUNNING else None,
        may_retry=changes and declared is not None and row.state in RETRIED,
        may_cancel=bool(live and declared and declared.cancellable and (changes or row.started_by == person)),
    )


def _often(entry: Entry) -> str:
    if entry.every is None:
        return _("every day at %(time)s") % {"time": f"{entry.at:%H:%M}"}
    seconds = int(entry.every.total_seconds())
    if seconds % 3600 == 0:
        hours = seconds // 3600
        return (
            _("every hour") if hours == 1 else ngettext("every %(n)s hour", "every %(n)s hours", hours) % {"n": hours}
        )
    if seconds % 60 == 0:
        n = seconds // 60
        return _("every minute") if n == 1 else ngettext("every %(n)s minute", "every %(n)s minutes", n) % {"n": n}
    return ngettext("every %(n)s second", "every %(n)s seconds", seconds) % {"n": seconds}
