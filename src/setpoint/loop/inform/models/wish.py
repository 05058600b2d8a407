"""What a person wants to be told, by which way and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class When(models.TextChoices):
    """When a notice of a kind goes one way."""

    NOW = "now", _("at once")
    DIGEST = "digest", _("in the digest")
    NEVER = "never", _("never")


class Wish(models.Model):
    """Who has none for a kind and a way gets what is usual."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    way = models.CharField(max_length=30)
    when = models.CharField(max_length=8, choices=When.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "kind", "way"), name="wish_once"),)

    def __str__(self) -> str:
        """Return the wish."""
        return f"{self.kind} by {self.way}: {self.when}"
