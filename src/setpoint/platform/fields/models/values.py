"""What records say in their fields: one table for texts, one for all that is a whole number underneath.

(field, value, record) answers filters and sorts from the index alone; (field, record) reads the values of a page.
"""

from django.db import models

from setpoint.platform.fields.models.field import Field

FOLDED = 200


class TextValue(models.Model):
    """A text as it was written, and its first 200 characters as it is compared, byte by byte on every database."""

    field = models.ForeignKey(Field, models.CASCADE, related_name="+", db_index=False)
    record = models.BigIntegerField()
    value = models.TextField()
    folded = models.CharField(max_length=FOLDED)
    unique = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("field", "folded", "record"), name="text_value"),)
        constraints = (
            models.UniqueConstraint(fields=("field", "record"), name="text_of_record"),
            models.UniqueConstraint(fields=("field", "folded"), name="text_unique", condition=models.Q(unique=True)),
        )

    def __str__(self) -> str:
        """Name the field and the record, never the value."""
        return f"{self.field_id} of {self.record}"


class NumberValue(models.Model):
    """A number in millionths, money in minor units of `currency`, a day counted from year 1, a choice, a record.

    `slot` counts from 0 where a record may say several things.
    """

    field = models.ForeignKey(Field, models.CASCADE, related_name="+", db_index=False)
    record = models.BigIntegerField()
    slot = models.PositiveSmallIntegerField(default=0)
    number = models.BigIntegerField()
    currency = models.CharField(max_length=3, blank=True)
    unique = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("field", "number", "record"), name="number_value"),)
        constraints = (
            models.UniqueConstraint(fields=("field", "record", "slot"), name="number_of_record"),
            models.UniqueConstraint(fields=("field", "number"), name="number_unique", condition=models.Q(unique=True)),
        )

    def __str__(self) -> str:
        """Name the field and the record, never the value."""
        return f"{self.field_id} of {self.record}"


class StoredFile(models.Model):
    """A file that a record holds, in the folder of files under a name that cannot be guessed."""

    name = models.CharField(max_length=255)
    stored = models.CharField(max_length=120, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the name under which it was uploaded."""
        return self.name
