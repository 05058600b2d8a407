"""Personal values stand beside their facts, so that a person can be forgotten and history still stands."""

from django.db import models


class PersonalValue(models.Model):
    """One personal value of one fact. The database lets it be inserted, and deleted with its person; never changed."""

    fact_id = models.BigIntegerField(db_index=True)
    person_id = models.BigIntegerField(db_index=True)
    field = models.CharField(max_length=60)
    value = models.JSONField()
    salt = models.CharField(max_length=32)

    def __str__(self) -> str:
        """Name the field, never the value."""
        return f"{self.field} of fact {self.fact_id}"


class Forgetting(models.Model):
    """A person has been forgotten: when, by whom, and whether the data files have been scrubbed since."""

    person_id = models.BigIntegerField(unique=True)
    forgotten_at = models.DateTimeField()
    actor_label = models.CharField(max_length=200)
    scrubbed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the number of the person."""
        return f"person {self.person_id}"
