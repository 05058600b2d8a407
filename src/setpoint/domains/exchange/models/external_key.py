"""How another system names a record of ours."""

from django.db import models


class ExternalKey(models.Model):
    """`key` is the name of record `record` of `kind` in `system`; one system names a record once."""

    system = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    record = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "system", "key"), name="external_key_once"),
            models.UniqueConstraint(fields=("kind", "record", "system"), name="external_key_of_record"),
        )

    def __str__(self) -> str:
        """Return the name with its system."""
        return f"{self.system}:{self.key}"
