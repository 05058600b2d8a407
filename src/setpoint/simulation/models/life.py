"""What makes the demo company's people: the same row makes the same people."""

from django.db import models


class SimulatedLife(models.Model):
    """The one simulated company of an installation: its seed, its days, how far it lived."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seed = models.PositiveIntegerField()
    born_on = models.DateField()
    troubled_on = models.DateField()
    lived_until = models.DateField()
    # machine seconds in which a day passes by itself; None = days pass only when asked for
    seconds_per_day = models.PositiveIntegerField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_simulated_life"),)

    def __str__(self) -> str:
        """Return the day it has lived to."""
        return f"lived until {self.lived_until}"
