"""How long data of people are kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Deed(models.TextChoices):
    """What happens when the time is over."""

    REPORT = "report", pgettext_lazy("retention", "count and report only")
    ANONYMISE = "anonymise", pgettext_lazy("retention", "take names away, keep the records")
    ERASE = "erase", pgettext_lazy("retention", "take names away and delete the card")


class RetentionRule(models.Model):
    """Records of `kind` of which nothing was heard for `days` (company time); one rule for each kind."""

    kind = models.CharField(_("kind of record"), max_length=60, unique=True)
    days = models.PositiveIntegerField(_("days without anything"))
    deed = models.CharField(_("what happens"), max_length=10, choices=Deed.choices)
    last_run_at = models.DateTimeField(null=True)
    last_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(days__gte=30), name="retention_a_month"),)

    def __str__(self) -> str:
        """Return kind and time."""
        return f"{self.kind} after {self.days} days"
