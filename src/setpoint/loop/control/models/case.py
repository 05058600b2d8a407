"""A deviation that matters: opened when a goal leaves its tolerance, closed when it is back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.loop.plan.models import Plan


class CaseState(models.TextChoices):
    """What became of a deviation."""

    OPEN = "open", _("open")
    SNOOZED = "snoozed", _("put aside")
    REJECTED = "rejected", _("accepted as it is")
    CORRECTED = "corrected", _("being corrected")
    GONE = "gone", _("gone")


class Case(models.Model):
    """A deviation of one parameter and scope in one plan. `money_at_risk` in minor units; 0 where no money is known."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="cases")
    parameter = models.CharField(max_length=60)
    scope_kind = models.CharField(max_length=20)
    scope_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    admissibility = models.SmallIntegerField()
    p_hit = models.FloatField()
    gap = models.BigIntegerField()
    money_at_risk = models.BigIntegerField()
    cause = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    resume_on = models.DateField(_("watch again from"), null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "parameter", "scope_kind", "scope_id"),
                name="case_open_once",
                condition=models.Q(closed_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        """Return parameter and scope."""
        return f"{self.parameter} {self.scope_kind}:{self.scope_id}"
