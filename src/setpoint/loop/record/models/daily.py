"""What happened, summed per measure, scope and day."""

from django.db import models


class DailyMeasure(models.Model):
    """Number of facts, sum and sum of squares of their values (smallest unit) on one day of the company.

    Only days on which something happened have a row; a row whose number falls to 0 is removed.
    `squares` is a float, because squares of minor units leave 64 bits.
    """

    measure = models.CharField(max_length=60)
    scope_kind = models.CharField(max_length=20)
    scope_id = models.BigIntegerField()
    day = models.DateField()
    n = models.BigIntegerField()
    total = models.BigIntegerField()
    squares = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("measure", "scope_kind", "scope_id", "day"), name="daily_measure_once"),
        )
        indexes = (models.Index(fields=("day",), name="daily_measure_day"),)

    def __str__(self) -> str:
        """Return measure, scope and day."""
        return f"{self.measure} {self.scope_kind}:{self.scope_id} {self.day}"
