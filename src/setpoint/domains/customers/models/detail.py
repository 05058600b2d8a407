"""What a card holds several of: each is a row of its party, dated where it may end."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models.party import Party


class Detail(models.Model):
    """A row of a party."""

    party = models.ForeignKey(Party, models.CASCADE)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Name the table and the party, never the value."""
        return f"{self._meta.model_name} of {self.party_id}"


class Dated(Detail):
    """A row that holds from the day `since` to the day `until`; None where that is not known."""

    since = models.DateField(pgettext_lazy("first day", "since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True


def dates(name: str) -> models.CheckConstraint:
    """Return the constraint that nothing ends before it begins."""
    ordered = models.Q(since__isnull=True) | models.Q(until__isnull=True) | models.Q(until__gte=models.F("since"))
    return models.CheckConstraint(
        condition=ordered, name=name, violation_error_message=_("It cannot end before it begins.")
    )


def one_primary(name: str, *fields: str) -> models.UniqueConstraint:
    """Return the constraint that one row among equals comes first."""
    return models.UniqueConstraint(fields=("party", *fields), condition=models.Q(is_primary=True), name=name)
