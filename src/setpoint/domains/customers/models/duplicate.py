"""Cards that may be of the same customer, what people said of that, and what helps to find them."""

from django.db import models

from setpoint.domains.customers.models.party import Party


class MatchKey(models.Model):
    """A feature that a party shares with others, as a number: a mailbox, a telephone, parts of a name."""

    value = models.BigIntegerField()
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("value", "party"), name="match_key"),)

    def __str__(self) -> str:
        """Return the party's number."""
        return f"key of {self.party_id}"


class Suspect(models.Model):
    """Two cards, `first` the older, that are one with a `probability`; `evidence` is [column, step, bits] of each."""

    first = models.ForeignKey(Party, models.CASCADE, related_name="+")
    second = models.ForeignKey(Party, models.CASCADE, related_name="+")
    probability = models.FloatField()
    evidence = models.JSONField(default=list)
    found_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("-probability", "id"), name="suspect_likely"),)
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="suspect_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="suspect_ordered"),
        )

    def __str__(self) -> str:
        """Return both numbers."""
        return f"{self.first_id} and {self.second_id}"


class NotSame(models.Model):
    """Somebody said that two cards are of different customers; by their numbers, which outlive merges."""

    first = models.BigIntegerField()
    second = models.BigIntegerField(db_index=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("first", "second"), name="not_same_once"),)

    def __str__(self) -> str:
        """Return both numbers."""
        return f"{self.first} is not {self.second}"


class Weights(models.Model):
    """What every step of a comparison weighs, as learnt last from so many `records`; Splink's settings."""

    settings = models.JSONField()
    records = models.PositiveIntegerField()
    learnt_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return of how many records it was learnt."""
        return f"weights of {self.records} records"
