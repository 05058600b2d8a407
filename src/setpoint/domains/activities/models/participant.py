"""Who takes part in an activity beside its owner."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.activities.models.activity import Activity
from setpoint.domains.customers.models import Party


class Answer(models.TextChoices):
    """What he said to the invitation (PARTSTAT of RFC 5545)."""

    NONE = "needs-action", _("has not answered")
    YES = "accepted", pgettext_lazy("of an invitation", "accepted")
    PERHAPS = "tentative", _("perhaps")
    NO = "declined", pgettext_lazy("of an invitation", "declined")


class Participant(models.Model):
    """A colleague or a customer, never both."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices, default=Answer.NONE)

    class Meta:
        ordering = ("activity", "pk")
        constraints = (
            models.UniqueConstraint(fields=("activity", "user"), name="participant_user_once"),
            models.UniqueConstraint(fields=("activity", "party"), name="participant_party_once"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=True, party__isnull=False)
                | models.Q(user__isnull=False, party__isnull=True),
                name="participant_is_one",
            ),
        )

    def __str__(self) -> str:
        """Return who."""
        return f"{self.user_id or self.party_id} in {self.activity_id}"
