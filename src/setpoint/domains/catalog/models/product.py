"""A product that can be sold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.money import Money


class Product(models.Model):
    """`list_price` in minor units of `currency`."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    folded = models.CharField(max_length=200, editable=False)
    series = models.CharField(_("series"), max_length=80, blank=True)
    list_price = models.BigIntegerField(_("list price"))
    currency = models.CharField(_("currency"), max_length=3)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        # orders in which lists are walked
        indexes = (
            models.Index(fields=("folded", "id"), name="product_by_name"),
            models.Index(fields=("series", "id"), name="product_by_series"),
            models.Index(fields=("list_price", "id"), name="product_by_price"),
            models.Index(fields=("created_at", "id"), name="product_by_age"),
        )
        constraints = (models.CheckConstraint(condition=models.Q(list_price__gte=0), name="price_not_negative"),)

    def __str__(self) -> str:
        """Return the product's name."""
        return self.name

    @property
    def price(self) -> Money:
        """The list price."""
        return Money(self.list_price, self.currency)
