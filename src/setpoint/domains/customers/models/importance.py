"""How important a party is: by rules, and by what it bought."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models.party import Importance, Party


class ImportanceRule(models.Model):
    """Parties that meet the condition are of that class; the first rule that holds decides.

    `field`, `operator` and `value` are a condition as rights have them.
    """

    importance = models.CharField(_("class"), max_length=1, choices=Importance.choices)
    field = models.CharField(_("field"), max_length=60)
    operator = models.CharField(_("condition"), max_length=8)
    value = models.CharField(_("value"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("rule of importance")
        verbose_name_plural = _("rules of importance")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        """Return its place."""
        return f"rule {self.position}"


class Valuation(models.Model):
    """What a party bought, as last measured: scores from 1 to 5, `value` in minor units of the company's currency."""

    party = models.OneToOneField(Party, models.CASCADE, related_name="valuation", primary_key=True)
    recency = models.PositiveSmallIntegerField()
    frequency = models.PositiveSmallIntegerField()
    monetary = models.PositiveSmallIntegerField()
    last_at = models.DateTimeField()
    purchases = models.PositiveIntegerField()
    value = models.BigIntegerField()
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the three scores."""
        return f"{self.recency}{self.frequency}{self.monetary}"
