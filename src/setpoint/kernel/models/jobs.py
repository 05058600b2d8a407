"""Work that is done later by a worker, and the marks of what has been scheduled."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


LIVE = (JobState.WAITING, JobState.RUNNING)


class Job(models.Model):
    """One piece of work. All times are machine time; `worker` is the token of the lease that holds it."""

    name = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    # while a job of this key waits or runs, there is no second one
    key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True)
    # the person who wanted it, and the name of whoever did; neither for what is regular
    started_by = models.BigIntegerField(null=True)
    started_by_label = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("name", "key"), name="job_key_live", condition=models.Q(state__in=LIVE) & ~models.Q(key="")
            ),
        )
        indexes = (
            models.Index(fields=("run_at", "id"), name="job_due", condition=models.Q(state="waiting")),
            models.Index(fields=("lease_until",), name="job_leased", condition=models.Q(state="running")),
            models.Index(fields=("state", "id"), name="job_state"),
            models.Index(fields=("name", "id"), name="job_name"),
        )

    def __str__(self) -> str:
        """Return name and state."""
        return f"{self.name} {self.pk} {self.state}"


class ScheduleMark(models.Model):
    """Up to which moment of company time a scheduled entry has been enqueued."""

    entry = models.CharField(max_length=60, unique=True)
    company_time = models.DateTimeField()

    def __str__(self) -> str:
        """Return the mark."""
        return f"{self.entry} until {self.company_time:%Y-%m-%d %H:%M}"
