"""Tokens by which programs act for a person."""

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """One token; of it only the digest is kept, and its beginning, by which its owner knows it again. Machine time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    # "kind:action", * for every one; see kernel/tokens.py
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return name and beginning."""
        return f"{self.name} {self.prefix}"
