"""One change of many records: what, of which, how far it is, and what each said before."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from setpoint.kernel.models import Job


class BulkState(models.TextChoices):
    """Where a change of many stands."""

    RUNNING = "running", pgettext_lazy("change of many", "running")
    DONE = "done", pgettext_lazy("change of many", "completed")
    UNDOING = "undoing", pgettext_lazy("change of many", "being undone")
    UNDONE = "undone", pgettext_lazy("change of many", "undone")


class BulkEdit(models.Model):
    """`ids` are the records chosen, None = all that `asked` finds; `change` and `given` what they are given.

    `at` is the last record that is done; `kept` counts those that undoing left as somebody else made them.
    """

    kind = models.CharField(max_length=60)
    change = models.CharField(max_length=60)
    # as it was called
    label = models.CharField(max_length=200)
    given = models.TextField(blank=True)
    asked = models.JSONField(default=dict)
    ids = models.JSONField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=BulkState.choices, default=BulkState.RUNNING)
    # why it was taken back before its end
    problem = models.TextField(blank=True)
    total = models.PositiveBigIntegerField(default=0)
    at = models.BigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    kept = models.PositiveBigIntegerField(default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        """Name what was changed."""
        return self.label


class BulkRow(models.Model):
    """A record that was changed: what it said before, and what it was given."""

    edit = models.ForeignKey(BulkEdit, models.CASCADE, related_name="rows", db_index=False)
    kind = models.CharField(max_length=60)
    record = models.BigIntegerField()
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("edit", "record"), name="changed_once"),)
        indexes = (models.Index(fields=("kind", "record"), name="changed_record"),)

    def __str__(self) -> str:
        """Return the number of the record."""
        return f"record {self.record}"
