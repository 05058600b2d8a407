"""How far each follower has read."""

from django.db import models


class Cursor(models.Model):
    """The last fact, in commit order, that a follower has handled."""

    follower = models.CharField(max_length=60, unique=True)
    tx = models.BigIntegerField(default=0)
    fact_id = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the position."""
        return f"{self.follower} at {self.tx}/{self.fact_id}"
