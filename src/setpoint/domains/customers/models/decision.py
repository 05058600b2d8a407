"""What was decided with a party, and what comes next."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models.party import Party


class Decision(models.Model):
    """The outcome of a talk and the next step; the step is open until somebody says that it is done."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="decisions")
    outcome = models.CharField(pgettext_lazy("of a talk", "outcome"), max_length=500)
    next_step = models.CharField(_("next step"), max_length=500, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = (
            models.Index(
                fields=("party", "due_on"),
                name="decision_open",
                condition=models.Q(done_at__isnull=True) & ~models.Q(next_step=""),
            ),
        )

    def __str__(self) -> str:
        """Return the party's number."""
        return f"decision with {self.party_id}"
