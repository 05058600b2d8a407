"""An archive of everything, being written or ready to be fetched."""

from django.conf import settings
from django.db import models

from setpoint.kernel.models import Job


class Takeout(models.Model):
    """One archive. Machine time. `stored` is empty until it is whole; `size` in bytes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    stored = models.CharField(max_length=60, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        """Return its number."""
        return f"takeout {self.pk}"
