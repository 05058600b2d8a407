"""The recommended order of a seller's work."""

from django.db import models

from setpoint.domains.sales.models.deal import Deal


class WorkListPosition(models.Model):
    """The score by which a deal stands in its owner's work-list; higher is earlier. `correction` is who set it."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="work_list_position")
    score = models.FloatField()
    reason = models.CharField(max_length=200, blank=True)
    correction_id = models.BigIntegerField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("-score",), name="work_list_score"),)

    def __str__(self) -> str:
        """Return the score."""
        return f"{self.deal_id}: {self.score:.2f}"
