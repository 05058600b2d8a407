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


class Stage(models.Model):
    """A stage; `norm_days` is how long a deal may normally stay, `effort` the touches an exit usually takes."""

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"))
    probability = models.PositiveSmallIntegerField(_("probability, %"), validators=[MaxValueValidator(100)])
    norm_days = models.PositiveSmallIntegerField(_("norm, days"), default=14)
    effort = models.FloatField(_("touches per exit"), default=3.0)

    class Meta:
        ordering = ("pipeline", "position")
        constraints = (
            models.UniqueConstraint(fields=("pipeline", "position"), name="stage_position"),
            models.UniqueConstraint(fields=("pipeline", "name"), name="stage_name"),
        )

    def __str__(self) -> str:
        """Return the stage's name."""
        return self.name
