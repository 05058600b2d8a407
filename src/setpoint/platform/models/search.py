"""The index of search: lists of records by name, the vocabulary, and what each record has in the index."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class BytewiseField(models.CharField):  # type: ignore[type-arg] # the stubs' field is generic, Django's is not
    """Text in the order of its bytes on every database, so that a beginning is a range."""

    def db_parameters(self, connection: "BaseDatabaseWrapper") -> Any:
        """PostgreSQL orders by language unless told otherwise; SQLite never does."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class SearchList(models.Model):
    """The records of one kind whose words of one weight stand under `name`: numbers in one roaring bitmap.

    Long lists are cut by `part`, so that a change rewrites little. Kind 0 holds the vocabulary: letter triples → words.
    """

    name = BytewiseField(max_length=121)
    kind = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField()
    part = models.PositiveIntegerField()
    members = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("name", "kind", "weight", "part"), name="search_list_once"),)

    def __str__(self) -> str:
        """Name the list by its number: its name may be a person's."""
        return f"list {self.pk}"


class SearchWord(models.Model):
    """A word of the vocabulary, in which words with typing errors are looked for."""

    text = BytewiseField(max_length=40, unique=True)

    def __str__(self) -> str:
        """Return the number of the word: it may be a person's name."""
        return f"word {self.pk}"


class SearchEntry(models.Model):
    """What a record has in the index: its names (without beginnings) by weight, so that they can be taken out again."""

    kind = models.BigIntegerField()
    record_id = models.BigIntegerField()
    names = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "record_id"), name="search_entry_once"),)

    def __str__(self) -> str:
        """Return the record."""
        return f"{self.kind}:{self.record_id}"


class SearchBuild(models.Model):
    """The records from `first` to `last` of a kind are being built anew; changes of them wait until this row goes."""

    kind = models.BigIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    def __str__(self) -> str:
        """Return the span."""
        return f"{self.kind}: {self.first}-{self.last}"
