"""Views that leave as files by themselves."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.platform.lists.models import SavedView


class Every(models.TextChoices):
    """How often."""

    DAY = "day", pgettext_lazy("how often", "every day")
    WEEK = "week", pgettext_lazy("how often", "every week")
    MONTH = "month", pgettext_lazy("how often", "every month")


class FileFormat(models.TextChoices):
    """As what."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"


class ScheduledExport(models.Model):
    """A view leaves as a file of its owner, by his rights of that day. `next_at` is company time.

    `weekday` 0 is Monday; of a week only that counts, of a month only `day`. `problem`: why the last one did not leave.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+", verbose_name=_("view"))
    format = models.CharField(_("format"), max_length=4, choices=FileFormat.choices, default=FileFormat.CSV)
    whole = models.BooleanField(_("with all details"), default=False)
    every = models.CharField(_("how often"), max_length=5, choices=Every.choices, default=Every.WEEK)
    weekday = models.PositiveSmallIntegerField(_("day of the week"), default=0, validators=[MaxValueValidator(6)])
    day = models.PositiveSmallIntegerField(
        _("day of the month"), default=1, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    hour = models.PositiveSmallIntegerField(_("hour"), default=6, validators=[MaxValueValidator(23)])
    by_email = models.BooleanField(_("tell me by e-mail"), default=True)
    next_at = models.DateTimeField(editable=False, db_index=True)
    problem = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("scheduled export")
        verbose_name_plural = _("scheduled exports")
        ordering = ("next_at", "pk")

    def __str__(self) -> str:
        """Return its number."""
        return f"scheduled export {self.pk}"
