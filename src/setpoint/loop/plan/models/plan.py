"""A plan of one period, and its versions, which never change."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionKind(models.TextChoices):
    """What a version is: the one signed first, what the owners commit to, or a later change."""

    BASE = "base", _("base")
    COMMIT = "commit", _("commitment")
    FORECAST = "forecast", _("forecast")
    REPLAN = "replan", _("changed plan")


class Plan(models.Model):
    """What should be in one period (both days included)."""

    name = models.CharField(_("name"), max_length=120)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        ordering = ("-first_day", "last_day")
        constraints = (
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="plan_order"),
            models.UniqueConstraint(fields=("first_day", "last_day"), name="plan_period"),
        )

    def __str__(self) -> str:
        """Return the plan's name."""
        return self.name


class PlanVersion(models.Model):
    """All goals of a plan as they stood from `created_at` (company time) until the next version."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=VersionKind.choices)
    created_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_label = models.CharField(max_length=200)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        ordering = ("plan", "number")
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number"),)

    def __str__(self) -> str:
        """Return plan and number."""
        return f"{self.plan_id}.{self.number}"
