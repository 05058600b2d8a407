"""One writer per parameter."""

from django.db import models

from setpoint.loop.act.models.correction import Correction


class ParameterLease(models.Model):
    """While it lasts (company time, for it holds until a window of business days closes) nobody else's lever writes."""

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    correction = models.ForeignKey(Correction, models.CASCADE, related_name="leases")
    valid_to = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "record_id", "field"), name="lease_one_writer"),)

    def __str__(self) -> str:
        """Return the path."""
        return f"{self.kind}:{self.record_id}.{self.field}"
