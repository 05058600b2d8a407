"""What imports remember: how files of one layout were read, and what an undo has left behind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.platform.models.imports import ImportRun


class ImportLayout(models.Model):
    """How a file with these columns was read the last time. `fingerprint` tells the names of columns in their order.

    `agreement`: what people decided that holds for the next file as well; no value of a row is kept.
    """

    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)
    agreement = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("fingerprint", "kind"), name="import_layout"),)

    def __str__(self) -> str:
        """Return the kind of rows."""
        return self.kind


class LeftBecause(models.TextChoices):
    """Why an undo has left a record."""

    EDITED = "edited", _("somebody has worked on it since")
    NEEDED = "needed", _("something that stays needs it")
    FAILED = "failed", _("it could not be taken away")


class LeftRecord(models.Model):
    """A record that stayed when its import was undone."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="left")
    kind = models.CharField(max_length=60)
    number = models.BigIntegerField()
    because = models.CharField(max_length=8, choices=LeftBecause.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("run", "kind", "number"), name="left_record"),)

    def __str__(self) -> str:
        """Return kind and number."""
        return f"{self.kind} {self.number}: {self.because}"
