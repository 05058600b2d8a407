"""What a person promises for a period: low, commit and high, every version of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.loop.plan.models.plan import Plan


class Commitment(models.Model):
    """A promise for one parameter and scope in its smallest unit; the latest holds, the others are history."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="commitments")
    parameter = models.CharField(max_length=60)
    scope_kind = models.CharField(max_length=20)
    scope_id = models.BigIntegerField()
    low = models.BigIntegerField(_("at least"))
    commit = models.BigIntegerField(_("commitment"))
    high = models.BigIntegerField(_("at best"))
    made_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_label = models.CharField(max_length=200)

    class Meta:
        indexes = (models.Index(fields=("plan", "parameter"), name="commitment_plan"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(low__gte=0, commit__gte=models.F("low"), high__gte=models.F("commit")),
                name="commitment_order",
            ),
        )

    def __str__(self) -> str:
        """Return parameter, scope and what is promised."""
        return f"{self.parameter} {self.scope_kind}:{self.scope_id} {self.commit}"
