"""The digest of one person and one day (company's zone)."""

from django.conf import settings
from django.db import models

from setpoint.loop.inform.models.mail import Mail


class Digest(models.Model):
    """`mail` None: there was nothing to tell."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    mail = models.OneToOneField(Mail, models.CASCADE, null=True, related_name="digest")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "day"), name="digest_once_a_day"),)

    def __str__(self) -> str:
        """Return person and day."""
        return f"{self.user_id} {self.day}"
