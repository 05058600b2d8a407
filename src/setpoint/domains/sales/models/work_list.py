"""The recommended order of a seller's work."""

from django.db import models
from django.utils.translation import get_language, ngettext

from setpoint.domains.sales.models.deal import Deal
from setpoint.kernel.money import Money
from setpoint.kernel.shares import chance


class WorkListPosition(models.Model):
    """The score by which a deal stands in its owner's work-list; higher is earlier. `correction` is who set it.

    `inputs` are the numbers of which the score is made: p_win (0..1), value (minor units), touches_left, idle_days.
    """

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="work_list_position")
    score = models.FloatField()
    inputs = models.JSONField(default=dict)
    correction_id = models.BigIntegerField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("-score",), name="work_list_score"),)

    def __str__(self) -> str:
        """Return the score."""
        return f"{self.deal_id}: {self.score:.2f}"

    @property
    def reason(self) -> str:
        """Why the deal stands where it stands, in the active language; reads the deal's currency."""
        if not self.inputs:
            return ""
        locale = get_language() or "en"
        per_touch = Money(round(self.score), self.deal.currency).format(locale, whole=True)
        idle = self.inputs["idle_days"]
        return ngettext(
            "chance {chance}, {per_touch} per touch, {idle} working day without a touch",
            "chance {chance}, {per_touch} per touch, {idle} working days without a touch",
            idle,
        ).format(chance=chance(self.inputs["p_win"], locale), per_touch=per_touch, idle=idle)
