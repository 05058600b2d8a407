"""Days of a party that call for something: birthdays, anniversaries, ends of contracts."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models.detail import Detail


class OccasionKind(models.Model):
    """A kind that the administrator words. `days_before`: so early the coming day is told as a fact."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("occasion"), max_length=80)
    yearly = models.BooleanField(_("every year"), default=True)
    days_before = models.PositiveSmallIntegerField(_("told so many days before"), default=14)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("kind of occasion")
        verbose_name_plural = _("kinds of occasion")
        ordering = ("name",)

    def __str__(self) -> str:
        """Return its key."""
        return self.key

    @property
    def label(self) -> str:
        """Its name, in the reader's language where it came with Setpoint."""
        return gettext(self.name)


class Occasion(Detail):
    """One day, `on`, which comes every year where its kind does.

    `on` is None where only day and month are known; `month_day` is month * 100 + day. `told_for` is the day that the
    latest fact told of.
    """

    kind = models.ForeignKey(OccasionKind, models.PROTECT, related_name="occasions", verbose_name=_("occasion"))
    on = models.DateField(_("day"), null=True, blank=True)
    month_day = models.PositiveSmallIntegerField(editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    told_for = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        ordering = ("month_day", "pk")
        indexes = (
            # who turns 17 within 30 days was born within 30 days
            models.Index(fields=("kind", "on", "party"), name="occasion_on"),
            models.Index(fields=("kind", "month_day", "party"), name="occasion_every_year"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(month_day__range=(101, 1231)), name="occasion_in_the_year"),
        )
