"""Merged cards: which became one, what each said, and where every row of theirs belongs."""

from django.db import models


class Merge(models.Model):
    """Party `loser` became one with `winner`, whose card stays; plain numbers, as the loser's row is gone meanwhile.

    `before` and `given` are what the winner and the loser said in the fields that were taken from the loser; `state`
    is the loser's whole card. `fact` orders merges among changes of cards.
    """

    loser = models.BigIntegerField()
    winner = models.BigIntegerField(db_index=True)
    before = models.JSONField(default=dict)
    given = models.JSONField(default=dict)
    state = models.JSONField(default=dict)
    fact = models.BigIntegerField()
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("loser",), condition=models.Q(undone_at__isnull=True), name="merged_once"),
            models.CheckConstraint(condition=~models.Q(loser=models.F("winner")), name="merged_with_another"),
        )

    def __str__(self) -> str:
        """Return both numbers."""
        return f"{self.loser} into {self.winner}"


class MovedRow(models.Model):
    """A row that points at a party by `column`, and whose party was `home` before any merge."""

    table = models.CharField(max_length=80)
    column = models.CharField(max_length=60)
    row = models.BigIntegerField()
    home = models.BigIntegerField(db_index=True)
    # it came first among its like at home
    was_first = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("table", "column", "row"), name="moved_row_once"),)

    def __str__(self) -> str:
        """Return the row and its home."""
        return f"{self.table} {self.row} of {self.home}"


class AbsorbedRow(models.Model):
    """A row of `home` that the other card held already, or that cannot stand there; `kept` is the row, serialised."""

    table = models.CharField(max_length=80)
    column = models.CharField(max_length=60)
    home = models.BigIntegerField(db_index=True)
    kept = models.JSONField()

    def __str__(self) -> str:
        """Return the table and the home."""
        return f"{self.table} of {self.home}"
