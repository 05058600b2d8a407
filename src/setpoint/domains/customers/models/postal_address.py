"""Where a party is."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models.detail import Dated, dates, one_primary


class Place(models.TextChoices):
    """What a postal address is for."""

    WORK = "work", pgettext_lazy("kind of a postal address", "office")
    HOME = "home", pgettext_lazy("kind of a postal address", "home")
    LEGAL = "legal", pgettext_lazy("kind of a postal address", "legal")
    BILLING = "billing", pgettext_lazy("kind of a postal address", "billing")
    DELIVERY = "delivery", pgettext_lazy("kind of a postal address", "delivery")
    OTHER = "other", pgettext_lazy("kind of a postal address", "other")


class PostalAddress(Dated):
    """One address; coordinates in degrees (WGS 84). `extended` is what stands beside the street: flat, post box."""

    use = models.CharField(_("use"), max_length=8, choices=Place.choices, default=Place.WORK)
    country = models.CharField(_("country"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    street = models.CharField(_("street and house"), max_length=250, blank=True)
    extended = models.CharField(_("flat, post box"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    # city and street as they are searched and compared
    folded = models.CharField(max_length=400, blank=True, editable=False)
    is_primary = models.BooleanField(_("comes first"), default=False)

    class Meta:
        verbose_name = _("postal address")
        verbose_name_plural = _("postal addresses")
        ordering = ("-is_primary", "pk")
        indexes = (
            models.Index(fields=("postcode", "folded"), name="postal_address_postcode"),
            models.Index(fields=("city", "id"), name="postal_address_city"),
        )
        constraints = (
            one_primary("postal_address_primary"),
            dates("postal_address_dates"),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="postal_address_on_earth",
                violation_error_message=_("Coordinates are given as degrees, both of them: 59.93 and 30.31."),
            ),
        )

    def line(self) -> str:
        """Return the address in one line, from the street to the country."""
        parts = (self.street, self.extended, self.city, self.region, self.postcode, self.country)
        return ", ".join(part for part in parts if part)
