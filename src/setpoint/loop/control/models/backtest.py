"""What the forecasts of a past period would have been worth, remembered."""

from django.db import models


class Backtest(models.Model):
    """One level (0 company, 1 teams, 2 below) of a completed period in a flow.

    `excess` is the mean squared relative error beyond the luck of single items; `nodes` counts what it was
    averaged over, 0 where nothing was large enough to tell; `won` is how many wins the record counted then.
    """

    flow = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()
    level = models.PositiveSmallIntegerField()
    excess = models.FloatField()
    nodes = models.PositiveIntegerField()
    won = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("flow", "first_day", "last_day", "level"), name="backtest_once"),
        )

    def __str__(self) -> str:
        """Return flow, period and level."""
        return f"{self.flow} {self.first_day} {self.level}"
