"""What a party likes, and what it needs."""

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models.detail import Dated, dates


class Sort(models.TextChoices):
    """What is known of a topic."""

    PREFERENCE = "preference", pgettext_lazy("of a customer", "preference")
    NEED = "need", pgettext_lazy("of a customer", "need")


class Topic(models.Model):
    """What preferences and needs are about, worded by the administrator."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("topic"), max_length=80)
    sort = models.CharField(_("sort"), max_length=12, choices=Sort.choices)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("topic of preferences")
        verbose_name_plural = _("topics of preferences")
        ordering = ("sort", "name")

    def __str__(self) -> str:
        """Return its key."""
        return self.key

    @property
    def label(self) -> str:
        """Its name, in the reader's language where it came with Setpoint."""
        return gettext(self.name)


class Preference(Dated):
    """One preference or need; `folded` is its value as it is compared. A need that is met has an end."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("topic"))
    value = models.CharField(_("what exactly"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)

    class Meta:
        verbose_name = _("preference or need")
        verbose_name_plural = _("preferences and needs")
        ordering = ("until", "topic", "pk")
        indexes = (models.Index(fields=("topic", "folded", "party"), name="preference_value"),)
        constraints = (dates("preference_dates"),)
