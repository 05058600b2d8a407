"""What lies in which territory: rules in order, accounts by name; a cutting anew with what it would move."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models import Party


class TerritoryRule(models.Model):
    """A customer lies in the territory of the first rule all of whose conditions hold of it.

    A condition is [field, operator, value], as rights on customers know them.
    """

    territory = models.ForeignKey("kernel.Territory", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    conditions = models.JSONField(default=list)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        """Return where it leads."""
        return f"{self.position}: {self.territory_id}"


class NamedAccount(models.Model):
    """A customer that lies in a territory whatever the rules say."""

    party = models.OneToOneField(Party, models.CASCADE, related_name="+")
    territory = models.ForeignKey("kernel.Territory", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        """Return who lies where."""
        return f"{self.party_id} in {self.territory_id}"


class RecutState(models.TextChoices):
    """How far a cutting is."""

    DRAFTING = "drafting", _("being worked out")
    DRAFT = "draft", _("to be looked at")
    APPLYING = "applying", _("being applied")
    APPLIED = "applied", pgettext_lazy("of a cutting", "applied")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", pgettext_lazy("of a cutting", "taken back")


class Recut(models.Model):
    """A cutting of the market by the rules of a moment, looked at before it is applied."""

    state = models.CharField(max_length=10, choices=RecutState.choices, default=RecutState.DRAFTING)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        """Return when it was made."""
        return f"{self.made_at:%Y-%m-%d} {self.state}"


class RecutRow(models.Model):
    """A customer that lies elsewhere after a cutting."""

    recut = models.ForeignKey(Recut, models.CASCADE, related_name="rows")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    before = models.ForeignKey("kernel.Territory", models.CASCADE, null=True, related_name="+")
    after = models.ForeignKey("kernel.Territory", models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        """Return who moves."""
        return f"{self.party_id}: {self.before_id} to {self.after_id}"
