"""What a program was answered, kept so that a repeat of its request changes nothing."""

from django.conf import settings
from django.db import models


class RememberedAnswer(models.Model):
    """Under `key`, chosen by the program, a person's request with `digest` was answered so."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    headers = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="answer_once"),)

    def __str__(self) -> str:
        """Return the key."""
        return self.key
