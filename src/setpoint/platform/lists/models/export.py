"""A file that is written as a job, because it is long."""

from django.conf import settings
from django.db import models

from setpoint.kernel.models import Job


class Export(models.Model):
    """Rows of a list on their way into a file; `asked` and `columns` as in a view. Machine time."""

    kind = models.CharField(max_length=60)
    format = models.CharField(max_length=4)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    language = models.CharField(max_length=8)
    # relative to the folder of exports; empty until it is complete
    stored = models.CharField(max_length=60, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    # the schedule by which it is written by itself; a number, as it stands above
    scheduled = models.BigIntegerField(null=True, db_index=True)
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        """Name the list and the format."""
        return f"{self.kind}.{self.format}"
