"""When the company, or a team of its own ways, works: shifts of a week, public holidays, days of their own."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class BusinessCalendar(models.Model):
    """The calendar of a team, or of the company where there is no team. Without a row: Monday to Friday, 9 to 18.

    `country` and `region` say whose public holidays are kept, as the library `holidays` names them; an empty country
    is that of the company.
    """

    team = models.OneToOneField("kernel.Team", models.CASCADE, null=True, blank=True, related_name="calendar")
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=10, blank=True)
    keeps_holidays = models.BooleanField(_("nobody works on public holidays"), default=True)

    class Meta:
        constraints = (
            # a unique column takes any number of nulls
            models.UniqueConstraint(models.Value(1), name="calendar_one_of_company", condition=models.Q(team=None)),
        )

    def __str__(self) -> str:
        """Return whose it is."""
        return f"calendar of {self.team_id or 'the company'}"


class Shift(models.Model):
    """Hours of one weekday (0 is Monday), in minutes from midnight; a shift that ends after 1440 goes on next day."""

    calendar = models.ForeignKey(BusinessCalendar, models.CASCADE, related_name="shifts")
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(begins__lt=1440, ends__gt=models.F("begins"), ends__lte=models.F("begins") + 1440),
                name="shift_order",
            ),
            models.UniqueConstraint(fields=("calendar", "weekday", "begins"), name="shift_once"),
        )

    def __str__(self) -> str:
        """Return weekday and hours."""
        return f"{self.weekday} {self.begins}-{self.ends}"


class OwnDay(models.Model):
    """A day that is otherwise than its weekday and the holidays say: off, or worked in the hours of `shifts`.

    `shifts` is a list of [begins, ends] in minutes, empty for a day off.
    """

    calendar = models.ForeignKey(BusinessCalendar, models.CASCADE, related_name="own_days")
    day = models.DateField(_("day"))
    name = models.CharField(_("why"), max_length=120, blank=True)
    shifts = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("calendar", "day"), name="own_day_once"),)

    def __str__(self) -> str:
        """Return the day."""
        return str(self.day)
