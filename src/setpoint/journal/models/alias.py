"""Merged records: the number that was, and the number it is now."""

from django.db import models


class Alias(models.Model):
    """Record `alias_id` of `kind` is now `canonical_id`; resolved on read by `journal.aliases`."""

    kind = models.CharField(max_length=60)
    alias_id = models.BigIntegerField()
    canonical_id = models.BigIntegerField(db_index=True)
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "alias_id"), name="alias_once"),
            models.CheckConstraint(condition=~models.Q(alias_id=models.F("canonical_id")), name="alias_other"),
        )

    def __str__(self) -> str:
        """Return both numbers."""
        return f"{self.kind}:{self.alias_id} is {self.canonical_id}"


class Rehomed(models.Model):
    """A fact about a record that came back from a merge is told of `customer_id`, whomever it named when written."""

    fact_id = models.BigIntegerField(primary_key=True)
    customer_id = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        """Return both numbers."""
        return f"{self.fact_id} of {self.customer_id}"
