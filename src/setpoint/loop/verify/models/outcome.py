"""What became of one assigned unit in its window."""

from django.db import models

from setpoint.loop.act.models import Assignment


class Outcome(models.Model):
    """`y` is the proximal metric of the unit (None: nothing could be seen), resting on `weight` (touches, or 1)."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="outcome")
    y = models.FloatField(null=True)
    weight = models.FloatField()

    def __str__(self) -> str:
        """Return the assignment's number and the value."""
        return f"{self.assignment_id}: {self.y}"
