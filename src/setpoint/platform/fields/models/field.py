"""A field of a kind of record, as an administrator has declared it."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

KEY = RegexValidator(r"^[a-z][a-z0-9_]{0,39}\Z", _("A key has small Latin letters, digits and _, a letter first."))


class FieldType(models.TextChoices):
    """What a field holds."""

    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    MONEY = "money", _("money")
    DATE = "date", _("date")
    CHOICE = "choice", _("choice")
    CHOICES = "choices", _("several choices")
    LINK = "link", _("link to a record")
    FORMULA = "formula", _("formula")
    FILE = "file", _("file")


def in_language(texts: dict[str, str]) -> str:
    """Return a text in the reader's language, else in the first it is written in."""
    own = texts.get((get_language() or "en").partition("-")[0], "")
    return own or next((text for text in texts.values() if text), "")


class Section(models.Model):
    """A heading of a form; fields without one stand above all sections."""

    kind = models.CharField(max_length=60)
    # language -> text
    names = models.JSONField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("kind", "position", "pk")

    def __str__(self) -> str:
        """Return the name."""
        return in_language(self.names)


class Field(models.Model):
    """`required_from`: None = never, 0 = always, else the number of the state from which on it must be filled.

    `settings` by type: number {places}, money {currency}, link {to}, formula {formula, gives}.
    A removed field keeps its row and, until they are purged, its values.
    """

    kind = models.CharField(_("kind of record"), max_length=60)
    key = models.CharField(_("key"), max_length=40, validators=[KEY])
    type = models.CharField(_("type"), max_length=8, choices=FieldType.choices)
    names = models.JSONField()
    help = models.JSONField(default=dict, blank=True)
    section = models.ForeignKey(Section, models.SET_NULL, null=True, blank=True, related_name="fields")
    position = models.PositiveSmallIntegerField(default=0)
    required_from = models.BigIntegerField(null=True, blank=True)
    unique = models.BooleanField(_("unique"), default=False)
    searchable = models.BooleanField(_("searchable"), default=False)
    personal = models.BooleanField(_("personal data"), default=False)
    listed = models.BooleanField(_("a column of lists"), default=False)
    settings = models.JSONField(default=dict, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("kind", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "key"), name="field_key", condition=models.Q(removed_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return in_language(self.names)

    @property
    def help_text(self) -> str:
        """The help in the reader's language."""
        return in_language(self.help)


class Choice(models.Model):
    """One thing that may be chosen; a removed one is offered no more, and still named where it stands."""

    field = models.ForeignKey(Field, models.CASCADE, related_name="choices")
    key = models.CharField(max_length=40, validators=[KEY])
    names = models.JSONField()
    position = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("field", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("field", "key"), name="choice_key", condition=models.Q(removed_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return in_language(self.names)
