"""Where the columnar copy is: which files make it up, and up to which fact it has read."""

from django.db import models


class ColumnarCopy(models.Model):
    """The only row. `base` are parts of the whole copy, `delta` what changed since, which counts instead.

    `tx`, `fact_id`: all facts up to there are in it. `as_of` is machine time. A new `base` in the making has `parts`
    and begins behind (`making`, `done`): killed, it goes on there.
    """

    base = models.JSONField(default=list)
    delta = models.CharField(max_length=60, blank=True)
    tx = models.BigIntegerField(default=0)
    fact_id = models.BigIntegerField(default=0)
    as_of = models.DateTimeField(null=True)
    making = models.CharField(max_length=60, blank=True)
    parts = models.JSONField(default=list)
    done = models.BigIntegerField(default=0)
    making_tx = models.BigIntegerField(default=0)
    making_fact = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Return up to when."""
        return f"as of {self.as_of}"
