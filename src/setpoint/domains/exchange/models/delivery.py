"""One fact on its way to one endpoint, and every try."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.domains.exchange.models.endpoint import Endpoint


class DeliveryState(models.TextChoices):
    """Where a delivery is."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("given up")


class Delivery(models.Model):
    """`identity` is the same at every try. Deliveries of one endpoint about one record leave in order of `id`.

    The body is made of the fact at each try, so that what was erased meanwhile leaves no more.
    """

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    identity = models.CharField(max_length=40, unique=True)
    fact = models.BigIntegerField()
    fact_kind = models.CharField(max_length=80)
    about_kind = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("due_at", "id"),
                name="webhook_due",
                condition=models.Q(state__in=("waiting", "sending")),
            ),
            # who stands before it
            models.Index(
                fields=("endpoint", "about_kind", "about_id", "id"),
                name="webhook_in_order",
                condition=models.Q(state__in=("waiting", "sending")),
            ),
            models.Index(fields=("endpoint", "-id"), name="webhook_of_endpoint"),
        )
        constraints = (models.UniqueConstraint(fields=("endpoint", "fact"), name="webhook_once"),)

    def __str__(self) -> str:
        """Return its identity."""
        return self.identity


class Attempt(models.Model):
    """One try: when, what came back."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        """Return what came back."""
        return f"{self.status or self.answer}"
