"""What parties are to each other."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models.detail import Dated, dates
from setpoint.domains.customers.models.party import Party


class RelationKind(models.Model):
    """A kind that the administrator words: `name` is read from the party, `reverse` from the other one.

    The names of kinds that came with Setpoint are English texts of the catalogue.
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("relation"), max_length=80)
    reverse = models.CharField(_("the other way round"), max_length=80)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("kind of relation")
        verbose_name_plural = _("kinds of relation")
        ordering = ("name",)

    def __str__(self) -> str:
        """Return its key."""
        return self.key

    @property
    def label(self) -> str:
        """Its name, in the reader's language where it came with Setpoint."""
        return gettext(self.name)


class Relation(Dated):
    """The party is `kind` of the other one: Ivan *works at* Oak & Sons."""

    kind = models.ForeignKey(RelationKind, models.PROTECT, related_name="+", verbose_name=_("relation"))
    other = models.ForeignKey(Party, models.CASCADE, related_name="relations_back", verbose_name=_("to whom"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ("until", "pk")
        indexes = (
            models.Index(fields=("kind", "party"), name="relation_kind"),
            models.Index(fields=("kind", "other"), name="relation_kind_back"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("party", "kind", "other"),
                condition=models.Q(until__isnull=True),
                name="relation_once",
                violation_error_message=_("They are related so already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(party=models.F("other")),
                name="relation_to_another",
                violation_error_message=_("Nobody is related to himself."),
            ),
            dates("relation_dates"),
        )
