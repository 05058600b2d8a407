"""What the administrator has decided about control, every version of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SHARE = (MinValueValidator(0.0), MaxValueValidator(1.0))


class RuleSet(models.Model):
    """One version; the latest holds, the others are history. Chances and shares 0..1."""

    budget = models.FloatField(
        _("False alarms per manager and month"),
        default=2.0,
        validators=[MinValueValidator(0.1), MaxValueValidator(20)],
        help_text=_("Fewer false alarms mean that real changes are found later."),
    )
    indifference = models.FloatField(
        _("Shift of a process that is let be"),
        default=0.10,
        validators=[MinValueValidator(0.0), MaxValueValidator(0.2)],
    )
    few_wins = models.PositiveIntegerField(_("Wins a quarter below which no chance is told"), default=40)
    green = models.FloatField(_("On course from a chance of"), default=0.80, validators=SHARE)
    yellow = models.FloatField(_("To be corrected below a chance of"), default=0.50, validators=SHARE)
    red = models.FloatField(_("The plan to be reviewed below a chance of"), default=0.30, validators=SHARE)
    alarm_money = models.FloatField(
        _("Money at risk from which an alarm asks for a correction, share of the plan"), default=0.01, validators=SHARE
    )
    completeness = models.FloatField(
        _("Open records with an amount below which data are not trusted"), default=0.80, validators=SHARE
    )
    past_dates = models.FloatField(
        _("Open records with a close date that is over, above which data are not trusted"),
        default=0.20,
        validators=SHARE,
    )
    hysteresis = models.FloatField(_("A class gets better only so far beyond its edge"), default=0.05, validators=SHARE)
    evaluations = models.PositiveSmallIntegerField(
        _("and after so many days"), default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Return when it was set."""
        return f"{self.set_at}"
