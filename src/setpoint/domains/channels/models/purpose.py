"""What a person may agree to, and the words in which he is asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.Model):
    """`key` is its name for programs; one that is closed is asked for no more."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class PurposeText(models.Model):
    """A version of the text, as it is shown to the person; it is never changed. Company time."""

    purpose = models.ForeignKey(Purpose, models.CASCADE, related_name="texts")
    version = models.PositiveSmallIntegerField()
    text = models.TextField(_("text"))
    since = models.DateTimeField()

    class Meta:
        ordering = ("purpose", "-version")
        constraints = (models.UniqueConstraint(fields=("purpose", "version"), name="purpose_version"),)

    def __str__(self) -> str:
        """Return purpose and version."""
        return f"{self.purpose_id} v{self.version}"
