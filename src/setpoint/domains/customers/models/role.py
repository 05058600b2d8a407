"""As what the company deals with a party."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models.detail import Dated, dates


class Role(models.TextChoices):
    """What a party may be, several at once."""

    CUSTOMER = "customer", pgettext_lazy("role of a party", "customer")
    PROSPECT = "prospect", pgettext_lazy("role of a party", "prospect")
    PARTNER = "partner", pgettext_lazy("role of a party", "partner")
    SUPPLIER = "supplier", pgettext_lazy("role of a party", "supplier")
    COMPETITOR = "competitor", pgettext_lazy("role of a party", "competitor")


class PartyRole(Dated):
    """A role from a day to a day; the same one may come again when it has ended."""

    role = models.CharField(_("role"), max_length=12, choices=Role.choices)

    class Meta:
        verbose_name = pgettext_lazy("of a party", "role")
        verbose_name_plural = pgettext_lazy("of a party", "roles")
        ordering = ("until", "pk")
        indexes = (models.Index(fields=("role", "until", "party"), name="party_role_now"),)
        constraints = (
            models.UniqueConstraint(
                fields=("party", "role"),
                condition=models.Q(until__isnull=True),
                name="party_role_once",
                violation_error_message=_("The party has this role already."),
            ),
            dates("party_role_dates"),
        )
