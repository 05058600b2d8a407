"""What a company has decided and learnt about a lever."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeverSetting(models.Model):
    """One version of a lever's authority, switch, belief, dose and limits; the latest holds, the others are history."""

    lever = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    authority = models.CharField(_("authority"), max_length=1)
    enabled = models.BooleanField(_("switched on"), default=True)
    mean = models.FloatField()
    sd = models.FloatField()
    dose = models.PositiveIntegerField()
    hold_share = models.FloatField()
    limits = models.JSONField(default=dict)
    # how much stands behind the belief
    verified = models.PositiveIntegerField(default=0)
    treated = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    grade = models.CharField(max_length=1, blank=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("lever", "version"), name="lever_version"),)

    def __str__(self) -> str:
        """Return lever and version."""
        return f"{self.lever} v{self.version}"
