"""Several reports on one page, and reports that leave by e-mail."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.kernel.models import Role


class Dashboard(models.Model):
    """`tiles` are reports in order: the key of one of the house, or "saved-" and the number of one that is kept.

    Of a `role`, whoever has it sees it; shared, everybody. What it shows is decided by the rights of the reader.
    """

    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("role"))
    shared = models.BooleanField(_("shared with everybody"), default=False)
    tiles = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="dashboard_name"),)

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class How(models.TextChoices):
    """As what a report leaves."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"


class Often(models.TextChoices):
    """How often a report leaves."""

    DAY = "day", pgettext_lazy("how often", "every day")
    WEEK = "week", pgettext_lazy("how often", "every week")
    MONTH = "month", pgettext_lazy("how often", "every month")


class ReportLetter(models.Model):
    """A report leaves by e-mail to its `receiver`, by his rights of that day. `next_at` is company time.

    `report` is a key as in tiles; `asked` the words of its address. `problem`: why the last one did not leave.
    """

    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    report = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    asked = models.JSONField(default=dict)
    form = models.CharField(_("format"), max_length=4, choices=How.choices, default=How.PDF)
    often = models.CharField(_("how often"), max_length=5, choices=Often.choices, default=Often.WEEK)
    hour = models.PositiveSmallIntegerField(
        _("hour"), default=7, validators=[MinValueValidator(0), MaxValueValidator(23)]
    )
    next_at = models.DateTimeField(editable=False, db_index=True)
    problem = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("receiver", "report", "form", "often"), name="report_letter_once"),
        )

    def __str__(self) -> str:
        """Return what to whom."""
        return f"{self.report} to {self.receiver_id}"
