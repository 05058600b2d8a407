"""The company of this installation, its clock and its absences."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Company(models.Model):
    """The one company of an installation (row 1)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    country = models.CharField(_("country of the business calendar"), max_length=2, default="US")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_company"),)

    def __str__(self) -> str:
        """Return the company's name."""
        return self.name


class ClockSetting(models.Model):
    """Where company time stands against machine time; no row means they are the same."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    anchor_company = models.DateTimeField()
    anchor_machine = models.DateTimeField()
    rate = models.FloatField(default=1.0)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_clock"),)

    def __str__(self) -> str:
        """Return the anchor."""
        return f"{self.anchor_company:%Y-%m-%d %H:%M} x{self.rate}"


class Absence(models.Model):
    """Days on which a person does not work; both days included."""

    user = models.ForeignKey("kernel.User", models.CASCADE, related_name="absences")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="absence_order"),
        )

    def __str__(self) -> str:
        """Return the days."""
        return f"{self.first_day} - {self.last_day}"
