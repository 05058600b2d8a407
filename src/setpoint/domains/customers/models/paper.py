"""Files on a card: scans of letters and faxes, what is attached to notes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models.party import Party


class Paper(models.Model):
    """A file as it came in; `fact` is what it belongs to. `text` was recognised in it; `read_at` None: not yet."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="papers")
    fact = models.BigIntegerField(null=True, db_index=True)
    name = models.CharField(_("name"), max_length=255)
    stored = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    text = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of a card")
        verbose_name_plural = _("files of cards")

    def __str__(self) -> str:
        """Return its number."""
        return f"paper {self.pk}"
