"""Facts written here."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@fact_type("catalog.product_created", sentence=gettext_noop("{actor} added the product {name}"))
@dataclass(frozen=True)
class ProductCreated:
    """A product was added; price in minor units."""

    name: str
    list_price: int
    currency: str


@fact_type("catalog.product_changed", sentence=gettext_noop("{actor} changed the product {name}"))
@dataclass(frozen=True)
class ProductChanged:
    """Name, series or price became another; what was and what is stands in the changes of the fact."""

    name: str
