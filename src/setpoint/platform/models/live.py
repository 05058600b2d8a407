"""What has changed, for the browsers that look at it."""

from django.db import models


class LiveEvent(models.Model):
    """A record about which something became known; rows live for minutes."""

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return the record."""
        return f"{self.kind}:{self.record_id}"
