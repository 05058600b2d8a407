"""An address of another system that is told of facts, and its silence."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.platform.sealing.field import SealedField


class Endpoint(models.Model):
    """Facts of `kinds` (all where empty) that its owner sees are sent to `url`, signed with `secret`.

    `removed_at`: it is told of nothing any more; its deliveries stay to be read.
    """

    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    kinds = models.JSONField(_("facts"), default=list, blank=True)
    secret = SealedField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Silence(models.Model):
    """An endpoint is told nothing until somebody lets it speak again; deliveries wait."""

    endpoint = models.OneToOneField(Endpoint, models.CASCADE, related_name="silence")
    why = models.CharField(max_length=300)
    since = models.DateTimeField()

    def __str__(self) -> str:
        """Return why."""
        return self.why
