"""How a party is reached: e-mail addresses, telephones, and what channels add."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models.detail import Dated, dates, one_primary


class Use(models.TextChoices):
    """What an address is for."""

    WORK = "work", pgettext_lazy("use of an address", "work")
    MOBILE = "mobile", pgettext_lazy("use of an address", "mobile")
    HOME = "home", pgettext_lazy("use of an address", "home")
    FAX = "fax", pgettext_lazy("use of an address", "fax")
    OTHER = "other", pgettext_lazy("use of an address", "other")


class ContactPoint(Dated):
    """One address. `medium` is a registered one (`email`, `phone`); `value` stands exactly as somebody wrote it.

    `normalised` is what equal addresses have in common: E.164 of a telephone, a folded e-mail address; empty where
    the value has no such form. The primary value of e-mail and telephone stands on the party too, for lists.
    """

    medium = models.CharField(_("medium"), max_length=20)
    use = models.CharField(_("use"), max_length=8, choices=Use.choices, default=Use.WORK)
    value = models.CharField(_("address"), max_length=254)
    normalised = models.CharField(max_length=254, blank=True, editable=False)
    is_primary = models.BooleanField(_("comes first"), default=False)

    class Meta:
        verbose_name = _("address of contact")
        verbose_name_plural = _("addresses of contact")
        ordering = ("medium", "-is_primary", "pk")
        indexes = (models.Index(fields=("medium", "normalised"), name="contact_point_value"),)
        constraints = (one_primary("contact_point_primary", "medium"), dates("contact_point_dates"))
