"""Where a party stands in its life as a customer, and where it stood before."""

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models.party import Party


class LifeStage(models.Model):
    """A stage that the administrator words; parties enter any from any."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("of the life cycle", "stage"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("stage of the life cycle")
        verbose_name_plural = _("stages of the life cycle")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        """Return its key."""
        return self.key

    @property
    def label(self) -> str:
        """Its name, in the reader's language where it came with Setpoint."""
        return gettext(self.name)


class StageSpell(models.Model):
    """A party was in a stage from a moment to a moment; one spell of a party has no end."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="stage_spells")
    stage = models.ForeignKey(LifeStage, models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("began_at", "pk")
        indexes = (models.Index(fields=("stage", "ended_at", "began_at"), name="spell_of_stage"),)
        constraints = (
            models.UniqueConstraint(fields=("party",), condition=models.Q(ended_at__isnull=True), name="spell_now"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("began_at")),
                name="spell_in_time",
            ),
        )

    def __str__(self) -> str:
        """Return party and stage."""
        return f"{self.party_id} in {self.stage_id}"
