"""A limit that an administrator has changed; one that has no row is as it was declared."""

from django.db import models


class Limit(models.Model):
    """`most` within `seconds`, or of a unit that the declaration names where there are none."""

    key = models.CharField(max_length=80, unique=True)
    most = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(most__gt=0), name="limit_positive"),)

    def __str__(self) -> str:
        """Return key and number."""
        return f"{self.key}: {self.most}"
