"""Reports that people put together."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedReport(models.Model):
    """A question somebody keeps. `asked` are the words of its address; shared, all colleagues see it.

    What it shows is decided by the rights of whoever opens it.
    """

    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked = models.JSONField(default=dict)
    shared = models.BooleanField(_("shared with everybody"), default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="saved_report_name"),)

    def __str__(self) -> str:
        """Return its name."""
        return self.name
