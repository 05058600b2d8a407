"""Pipelines and their stages."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Pipeline(models.Model):
    """A way that deals go, stage by stage."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        """Return the pipeline's name."""
        return self.name


class StandingStages(models.Manager["Stage"]):
    """Stages that were not removed: what deals can enter."""

    def get_queryset(self) -> models.QuerySet["Stage"]:
        """Leave out what was removed."""
        return super().get_queryset().filter(removed_at__isnull=True)


class Stage(models.Model):
    """A stage; `norm_days` is how long a deal may normally stay, `effort` the touches an exit usually takes.

    `touch_gap` is how many working days may pass between two touches: the follow-up cadence, which a lever may change.
    """

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"))
    probability = models.PositiveSmallIntegerField(_("probability, %"), validators=[MaxValueValidator(100)])
    norm_days = models.PositiveSmallIntegerField(_("norm, days"), default=14)
    effort = models.FloatField(_("touches per exit"), default=3.0)
    touch_gap = models.PositiveSmallIntegerField(_("days between touches"), default=7)

    # history knows the stage as it was called; company time
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = StandingStages()
    # for history: deals that ended long ago, and facts, name stages that are no more
    every: "models.Manager[Stage]" = models.Manager()

    class Meta:
        ordering = ("pipeline", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("pipeline", "position"), name="stage_position", condition=models.Q(removed_at__isnull=True)
            ),
            models.UniqueConstraint(
                fields=("pipeline", "name"), name="stage_name", condition=models.Q(removed_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        """Return the stage's name."""
        return self.name
