"""How a person wants to be told."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """Who has none gets the digest at the hour of the defaults."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.BooleanField(_("daily digest by e-mail"), default=True)
    hour = models.PositiveSmallIntegerField(_("hour of the digest"), default=8, validators=[MaxValueValidator(23)])
    # hours of the company's zone in which nothing leaves; both or none
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)

    def __str__(self) -> str:
        """Return person and hour."""
        return f"{self.user_id} at {self.hour}"
