"""The measured effect of one correction."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.loop.act.models import Correction


class Why(models.TextChoices):
    """Why an effect could not be measured."""

    REPLAY = "replay", _("history is replayed: what would have happened is fixed")
    IMPORT = "import", _("an import wrote part of what happened meanwhile, so the two sides cannot be compared")
    BEFORE_AFTER = "before_after", _("there is nothing to compare it with")
    TOO_FEW = "too_few", _("too few units for a comparison")


class Verification(models.Model):
    """Effect on the proximal metric (difference, or share where `relative`) and its translation into money.

    Interval of 80 %. `effect` and all that follows from it are None where nothing could be measured; `unmeasured`
    then says why. Money in minor units, for the treated units, by the funnel model of the proposal.
    """

    correction = models.OneToOneField(Correction, models.CASCADE, related_name="verification")
    design = models.CharField(max_length=20)
    metric = models.CharField(max_length=200)
    relative = models.BooleanField(default=False)
    grade = models.CharField(max_length=1)
    matured_at = models.DateTimeField()
    n_treat = models.PositiveIntegerField()
    n_hold = models.PositiveIntegerField()
    rate_treat = models.FloatField(null=True)
    rate_hold = models.FloatField(null=True)
    effect = models.FloatField(null=True)
    se = models.FloatField(null=True)
    ci_lo = models.FloatField(null=True)
    ci_hi = models.FloatField(null=True)
    money_effect = models.BigIntegerField(null=True)
    money_lo = models.BigIntegerField(null=True)
    money_hi = models.BigIntegerField(null=True)
    unmeasured = models.CharField(max_length=20, choices=Why.choices, blank=True)
    # the belief that this effect made of the one before it
    mean_before = models.FloatField(null=True)
    sd_before = models.FloatField(null=True)
    mean_after = models.FloatField(null=True)
    sd_after = models.FloatField(null=True)
    stopped = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(effect__isnull=False) | ~models.Q(unmeasured=""), name="effect_or_why_not"
            ),
        )

    def __str__(self) -> str:
        """Return the correction's number and the grade."""
        return f"{self.correction_id}: {self.grade}"
