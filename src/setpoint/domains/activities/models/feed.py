"""A link by which a calendar program subscribes to a person's activities."""

from django.conf import settings
from django.db import models


class Feed(models.Model):
    """Who has the link reads the calendar: it is told once, and kept as a digest only. Machine time."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return whose."""
        return f"of {self.user_id}"
