"""What must be true before a deal enters a stage."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales.models.pipeline import Stage


class Gate(models.Model):
    """A condition of a stage and of all that follow it. `check` names what is looked at, `argument` which of it.

    A hard gate refuses; an advisory one lets through and says what is missing.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="gates")
    check_key = models.CharField(_("what"), max_length=30)
    argument = models.CharField(_("which"), max_length=120, blank=True)
    hard = models.BooleanField(_("refuses"), default=True)

    class Meta:
        ordering = ("stage", "pk")
        constraints = (models.UniqueConstraint(fields=("stage", "check_key", "argument"), name="gate_once"),)

    def __str__(self) -> str:
        """Return what it asks."""
        return f"{self.check_key}:{self.argument}"
