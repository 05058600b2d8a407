"""Who is treated and who is left alone for comparison; written before anything is executed, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.loop.act.models.correction import Correction


class Arm(models.TextChoices):
    """The two sides of a comparison."""

    TREAT = "treat", _("applied")
    HOLD = "hold", _("kept for comparison")


class Assignment(models.Model):
    """One unit's arm; `covariate` is its outcome predicted without the correction."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="assignments")
    unit_kind = models.CharField(max_length=60)
    unit_id = models.BigIntegerField()
    arm = models.CharField(max_length=5, choices=Arm.choices)
    block = models.BigIntegerField()
    covariate = models.FloatField()
    seed = models.BigIntegerField()
    assigned_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("correction", "unit_kind", "unit_id"), name="assignment_once"),)

    def __str__(self) -> str:
        """Return unit and arm."""
        return f"{self.unit_kind}:{self.unit_id} {self.arm}"
