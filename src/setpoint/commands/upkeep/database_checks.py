"""Self-diagnosis of what the database tells: migrations, followers, jobs, the clock."""

from collections.abc import Iterator
from datetime import timedelta
from gettext import gettext as _

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from setpoint.commands.upkeep.findings import Finding, Level
from setpoint.commands.upkeep.journal_checks import numbers, seals
from setpoint.journal.followers import FOLLOWERS, behind
from setpoint.journal.models import Forgetting
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.of_upkeep import FACTS_BEHIND, LATE_MINUTES, threshold
from setpoint.kernel.models import Job, JobState, ScheduleMark
from setpoint.schedule import ENTRIES

CLOCK_SILENT = timedelta(minutes=5)
RECENT = timedelta(days=1)


def migrations() -> Iterator[Finding]:
    """See whether database and program are of one version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = sorted(set(executor.loader.applied_migrations) - executor.loader.disk_migrations.keys())
    if unknown:
        told = _("The database was changed by a later version: %s") % ".".join(unknown[0])
        yield Finding("migrations", Level.BAD, told, _("Install that version, or restore a backup of this one."))
    elif waiting:
        told = _("Changes of the database that wait: %s") % len(waiting)
        yield Finding("migrations", Level.BAD, told, _("Back up, then: setpoint migrate"))
    else:
        yield Finding("migrations", Level.GOOD, _("The database is of this version."))


def followers() -> Iterator[Finding]:
    """See how far behind the journal its followers are."""
    most = threshold(FACTS_BEHIND)
    late = {name: count for name in FOLLOWERS if (count := behind(name, most=most + 1)) > most}
    for name in sorted(late):
        told = _("%(name)s is more than %(count)s facts behind.") % {"name": name, "count": most}
        yield Finding("followers", Level.CONCERN, told, _("Is setpoint clock running? Its log names what failed."))
    if not late:
        yield Finding("followers", Level.GOOD, _("All who follow the journal keep up."))


def jobs() -> Iterator[Finding]:
    """See what failed since yesterday and what nobody does."""
    now = machine_now()
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gt=now - RECENT).count()
    late = now - timedelta(minutes=threshold(LATE_MINUTES))
    overdue = Job.objects.filter(state=JobState.WAITING, run_at__lt=late).count()
    if failed:
        told = _("Jobs that failed since yesterday: %s") % failed
        yield Finding("jobs", Level.CONCERN, told, _("Read logs/worker.log in the home folder."))
    if overdue:
        told = _("Jobs that are late: %s") % overdue
        yield Finding("jobs", Level.BAD, told, _("Start setpoint run, or setpoint worker."))
    if not failed and not overdue:
        yield Finding("jobs", Level.GOOD, _("No job has failed since yesterday, none is late."))


def clock() -> Iterator[Finding]:
    """See whether the clock has moved: it leaves a mark every minute of machine time."""
    names = [entry.job for entry in ENTRIES if entry.machine]
    moved = ScheduleMark.objects.filter(entry__in=names).aggregate(last=Max("company_time"))["last"]
    if moved is None or machine_now() - moved > CLOCK_SILENT:
        when = f"{moved:%Y-%m-%d %H:%M} UTC" if moved else _("never")
        yield Finding(
            "clock",
            Level.BAD,
            _("The clock does not run (last moved: %s).") % when,
            _("Start setpoint run, or setpoint clock."),
        )
    else:
        yield Finding("clock", Level.GOOD, _("The clock runs."))


def erasures() -> Iterator[Finding]:
    """See whether the data files have been rewritten since people were erased."""
    left = Forgetting.objects.filter(scrubbed_at=None, forgotten_at__lt=machine_now() - RECENT).count()
    if left:
        told = _("Erased people whose names may still be in the data files: %s") % left
        advice = _("Let setpoint worker run: its job “personal.scrub” rewrites them.")
        yield Finding("erasures", Level.CONCERN, told, advice)
    else:
        yield Finding("erasures", Level.GOOD, _("Who was erased is in no data file."))


CHECKS = (migrations, numbers, followers, jobs, clock, seals, erasures)
