"""What a currency was worth on a day."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExchangeRate(models.Model):
    """`rate` units of `base` for one unit of `currency`, as published by `bank` for a day; never changed but by it."""

    day = models.DateField(_("day"))
    bank = models.CharField(_("bank"), max_length=10)
    base = models.CharField(
        pgettext_lazy("of a rate", "base"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")]
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    rate = models.DecimalField(max_digits=18, decimal_places=8, validators=[MinValueValidator(0)])

    class Meta:
        ordering = ("-day", "currency")
        constraints = (models.UniqueConstraint(fields=("bank", "currency", "day"), name="rate_once_a_day"),)

    def __str__(self) -> str:
        """Return what it says."""
        return f"{self.day} {self.currency}: {self.rate} {self.base}"
