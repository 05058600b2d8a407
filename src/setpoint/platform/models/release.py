"""What an import knows but the company does not yet: it happens when company time comes to it."""

from django.db import models

from setpoint.platform.models.imports import ImportRun


class ReleaseItem(models.Model):
    """One happening of a replay: due at a moment of company time, told to the kind that queued it."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="waiting")
    kind = models.CharField(max_length=60)
    # what the record is called in the export, so that a second import finds what waits
    key = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    payload = models.JSONField()

    class Meta:
        indexes = (
            models.Index(fields=("due_at", "id"), name="release_due"),
            models.Index(fields=("kind", "key"), name="release_key"),
        )

    def __str__(self) -> str:
        """Return kind and moment."""
        return f"{self.kind} {self.due_at:%Y-%m-%d}"
