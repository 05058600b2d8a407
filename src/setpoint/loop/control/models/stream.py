"""How each watched stream stands, and the alarms there have been."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stream(models.Model):
    """A chart at the end of its last evaluated day. `limit` None: there is too little history to chart."""

    parameter = models.CharField(max_length=60)
    scope_kind = models.CharField(max_length=20)
    scope = models.CharField(max_length=120)
    level = models.FloatField()
    other = models.FloatField()
    limit = models.FloatField(null=True)
    baseline = models.FloatField()
    size = models.FloatField()
    updated_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("parameter", "scope_kind", "scope"), name="stream_once"),)

    def __str__(self) -> str:
        """Return parameter and scope."""
        return f"{self.parameter} {self.scope_kind}:{self.scope}"


class Judgement(models.TextChoices):
    """What a person says an alarm was."""

    UNKNOWN = "", _("not judged")
    REAL = "real", _("real")
    FALSE = "false", _("false alarm")


class Alarm(models.Model):
    """A stream that left its own process. `ratio`: observed to expected since `begin`; `parts`: who brings it.

    `top` is the alarm of the same cause at which it is told; None where it is that itself.
    """

    parameter = models.CharField(max_length=60)
    scope_kind = models.CharField(max_length=20)
    scope = models.CharField(max_length=120)
    since = models.DateField()
    begin = models.DateField()
    ended = models.DateField(null=True)
    level = models.FloatField()
    limit = models.FloatField()
    baseline = models.FloatField()
    ratio = models.FloatField()
    parts = models.JSONField(default=list)
    top = models.ForeignKey("self", models.SET_NULL, null=True, related_name="parts_of")
    judgement = models.CharField(max_length=5, choices=Judgement.choices, default=Judgement.UNKNOWN, blank=True)
    judged_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("parameter", "scope_kind", "scope"),
                name="alarm_open_once",
                condition=models.Q(ended__isnull=True),
            ),
        )

    def __str__(self) -> str:
        """Return parameter, scope and day."""
        return f"{self.parameter} {self.scope_kind}:{self.scope} {self.since}"
