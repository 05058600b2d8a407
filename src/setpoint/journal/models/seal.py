"""Seals: what had been written by a moment, in one number that changes when any of it does."""

from django.db import models


class Seal(models.Model):
    """A batch of facts in commit order, from behind the last seal up to (`last_tx`, `last_fact`).

    `digest` covers the digest of the seal before. The database lets a seal be inserted, never changed or deleted.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    # which columns of a fact are covered, and how they are written: see journal.sealing
    form = models.PositiveSmallIntegerField()
    last_tx = models.BigIntegerField()
    last_fact = models.BigIntegerField()
    facts = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return number and digest."""
        return f"{self.number} {self.digest}"
