"""What the loop recommends of a deal: how often to touch it, and whose help is asked for."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales.models.deal import Deal


class Cadence(models.Model):
    """A deal is to be touched every so many working days, in place of the norm of its stage."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="cadence")
    days = models.PositiveSmallIntegerField(_("days between touches"), validators=[MinValueValidator(1)])
    set_at = models.DateTimeField()
    correction_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """Return how often."""
        return f"{self.deal_id}: {self.days}"


class Escalation(models.Model):
    """A deal that is stuck stands before a head, who helps. Taking it away deletes the row."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="escalation")
    head = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()
    correction_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """Return which deal."""
        return f"{self.deal_id} before {self.head_id}"
