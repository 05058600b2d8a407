"""What an export told of the stages of deals that are still to come in."""

from django.db import models


class ToldStage(models.Model):
    """The deal of that key came into a stage at a moment. It goes when the deal comes in and has lived through it."""

    key = models.CharField(max_length=120)
    stage = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "at", "stage"), name="told_stage_once"),)

    def __str__(self) -> str:
        """Return its number."""
        return f"told stage {self.pk}"
