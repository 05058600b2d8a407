"""A removal: what, where its rows go, how far it is; and every row that it moved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RemovalState(models.TextChoices):
    """Where a removal stands."""

    MOVING = "moving", _("moving rows")
    DONE = "done", _("completed")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


class Removal(models.Model):
    """`what` names the removable, `thing` its number; `goes_to` None = its rows are only hidden. Machine time."""

    what = models.CharField(max_length=60)
    thing = models.BigIntegerField()
    # as it was called: the thing may be renamed or purged later
    name = models.CharField(max_length=200)
    goes_to = models.BigIntegerField(null=True)
    goes_to_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=RemovalState.choices, default=RemovalState.MOVING)
    rows = models.PositiveBigIntegerField()
    moved = models.PositiveBigIntegerField(default=0)
    # the last record that was looked at
    at = models.BigIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        """Return what was removed."""
        return self.name


class MovedRow(models.Model):
    """A record that the removal changed."""

    removal = models.ForeignKey(Removal, models.CASCADE, related_name="+", db_index=False)
    record = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("removal", "record"), name="moved_once"),)

    def __str__(self) -> str:
        """Return the number of the record."""
        return f"record {self.record}"
