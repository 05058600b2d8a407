"""Devices that are told by web push, and the key by which push services know this installation."""

from django.conf import settings
from django.db import models

from setpoint.platform.sealing.field import SealedField


class PushDevice(models.Model):
    """A browser that a person lets show notices. Whoever has `endpoint` and keys can write to it: they lie sealed.

    `fingerprint` is the SHA-256 of the endpoint, by which one that comes again is known.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    endpoint = SealedField()
    p256dh = SealedField()
    auth = SealedField()
    label = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the browser."""
        return self.label


class PushKey(models.Model):
    """The VAPID key of this installation (row 1), made when it is first asked for; `public` is what browsers get."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    private = SealedField()
    public = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_push_key"),)

    def __str__(self) -> str:
        """Return the public half."""
        return self.public
