"""What people tell jobs: to run again, to end."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.models import Job, JobState
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, require, scope_of
from setpoint.kernel.refs import Ref

KIND = "kernel.job"
govern(GovernedKind(KIND, gettext_lazy("Jobs"), ("see", "change"), Job.objects.all, scopes=(Scope.ALL,)))


@fact_type("kernel.job_retried", sentence=gettext_noop("{actor} let the job {job} run again"))
@dataclass(frozen=True)
class JobRetried:
    """A job that had failed or was cancelled waits again."""

    job: str


@fact_type("kernel.job_cancelled", sentence=gettext_noop("{actor} cancelled the job {job}"))
@dataclass(frozen=True)
class JobCancelled:
    """A job that waited has ended, or one that runs was asked to."""

    job: str


@register_visible(KIND)
def visible_jobs(actor: Actor) -> QuerySet[Job]:
    """Return the jobs: all by right, else those that the actor started."""
    found = Job.objects.all()
    return found if scope_of(actor, KIND, "see") else found.filter(started_by=actor.user_id or 0)


@transaction.atomic
def retry(job_id: int, *, by: Actor) -> None:
    """Let a job run again from where it stood. ValidationError where it has neither failed nor been cancelled."""
    require(by, KIND, "change")
    row = Job.objects.select_for_update().get(pk=job_id)
    if row.name not in jobs.JOBS:
        raise ValidationError(_("Nobody can do this job any more."))
    try:
        with transaction.atomic():
            again = jobs.retry(job_id)
    except IntegrityError:
        raise ValidationError(_("Another job of this sort waits already.")) from None
    if not again:
        raise ValidationError(_("Only what has failed or was cancelled can run again."))
    _emit(JobRetried(row.name), row, by)


@transaction.atomic
def cancel(job_id: int, *, by: Actor) -> None:
    """End a job that waits, or ask a running one to end. ValidationError where it is over or may not be ended."""
    row = Job.objects.select_for_update().get(pk=job_id)
    if row.started_by is None or row.started_by != by.user_id:
        require(by, KIND, "change")
    declared = jobs.JOBS.get(row.name)
    if declared is None or not declared.cancellable:
        raise ValidationError(_("A job of this sort is not cancelled."))
    if row.state not in {JobState.WAITING, JobState.RUNNING}:
        raise ValidationError(_("This job is over."))
    if declared.cancel is not None:
        declared.cancel(by=by, **row.payload)
    else:
        jobs.cancel(job_id)
    _emit(JobCancelled(row.name), row, by)


def _emit(payload: object, row: Job, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(KIND, row.pk), by=by, occurred_at=company_now()))
