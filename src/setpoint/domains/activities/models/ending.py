"""An activity ended: how, by whom, when, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.activities.models.activity import Activity


class Outcome(models.TextChoices):
    """How an activity ends."""

    DONE = "done", pgettext_lazy("of an activity", "done")
    MISSED = "missed", _("not reached")
    CANCELLED = "cancelled", pgettext_lazy("of an activity", "cancelled")


class Ending(models.Model):
    """Reopening the activity deletes the row; the facts stay. Company time."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="ending")
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices)
    text = models.TextField(_("what came of it"), blank=True)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        """Return the outcome."""
        return f"{self.outcome} {self.activity_id}"
