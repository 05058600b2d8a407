"""A notice on its way: a row before it goes on the wire, so that a crash loses nothing and a repeat is known."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.loop.inform.models.notice import Notice


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", pgettext_lazy("delivery", "waiting")
    SENDING = "sending", pgettext_lazy("delivery", "being sent")
    SENT = "sent", pgettext_lazy("delivery", "sent")
    SEEN = "seen", _("seen before it left")
    REFUSED = "refused", pgettext_lazy("delivery", "refused")


class Delivery(models.Model):
    """One notice, one way, one address of it. `identity` never changes. Times are machine time."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    way = models.CharField(max_length=30)
    target = models.CharField(max_length=254)
    identity = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "way", "target"), name="delivery_once"),)
        indexes = (
            models.Index(
                fields=("next_attempt_at",), name="delivery_due", condition=models.Q(state__in=("waiting", "sending"))
            ),
        )

    def __str__(self) -> str:
        """Return way and state."""
        return f"{self.way} {self.identity} {self.state}"
