"""One evaluation of all goals on a day, and what it said of each."""

from django.db import models

from setpoint.loop.plan.models import Goal


class Run(models.Model):
    """The control of a day (company's zone), seen at the end of it. `inputs` is the hash of all it knew."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    seed = models.BigIntegerField()
    inputs = models.CharField(max_length=64)
    goals = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Return the day."""
        return f"{self.day}"


class Forecast(models.Model):
    """What a run said of one goal; quantities in the parameter's smallest unit.

    `admissibility` is the class with hysteresis (`analysis.classes.Admissibility`), `streak` how many
    evaluations in a row asked for a better one: the next run continues from here. `why` it is grey
    (`control.grey.REASONS`), "" where it is not.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="forecasts")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="forecasts")
    target = models.BigIntegerField()
    expected = models.BigIntegerField()
    actual = models.BigIntegerField()
    mean = models.BigIntegerField()
    q10 = models.BigIntegerField()
    q25 = models.BigIntegerField()
    q50 = models.BigIntegerField()
    q75 = models.BigIntegerField()
    q90 = models.BigIntegerField()
    p_hit = models.FloatField()
    p_hit_if_accepted = models.FloatField(null=True)
    money_at_risk = models.BigIntegerField()
    admissibility = models.SmallIntegerField()
    streak = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("run", "goal"), name="forecast_once"),)

    def __str__(self) -> str:
        """Return goal and chance."""
        return f"{self.goal_id}: {self.p_hit:.2f}"
