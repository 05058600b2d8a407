"""Products: what is sold."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from setpoint.api.resources.base import Resource, Values, fill, register
from setpoint.api.schemas import FieldValues, Strict
from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.operations import products
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Company
from setpoint.kernel.money import Money

KIND = "catalog.product"
Price = Annotated[Decimal, Field(ge=0, max_digits=15)]


class ProductChange(Strict):
    """What can be changed of a product; what is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=200)] = ""
    series: Annotated[str, Field(max_length=80)] = ""
    list_price: Price | None = Field(None, description="In major units of its currency")
    fields: FieldValues = Field(default_factory=dict, description="Fields of an administrator, by key")


class ProductIn(ProductChange):
    """A new product, in the company's currency where it names no other."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    list_price: Price
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None


class Products:
    """Writes products."""

    def create(self, given: Sequence[Values], by: Actor) -> list[int]:
        usual = Company.objects.values_list("currency", flat=True).first() or "USD"
        rows = []
        for one in given:
            currency = one.get("currency") or usual
            price = Money.of(one["list_price"], currency).minor
            row = Product(name=one["name"].strip(), series=one.get("series", ""), list_price=price, currency=currency)
            row.clean_fields(exclude=["folded", "created_at"])
            rows.append(row)
        made = products.create_many(rows, by=by)
        fill(KIND, {row.pk: one.get("fields", {}) for row, one in zip(made, given, strict=True)}, by, created=True)
        return [row.pk for row in made]

    def change(self, given: Mapping[int, Values], by: Actor) -> None:
        rows = Product.objects.in_bulk(list(given))
        changed = {pk: own for pk, one in given.items() if (own := _own(one, rows[pk]))}
        if changed:
            products.change_many(changed, by=by)
        fill(KIND, {pk: one["fields"] for pk, one in given.items() if one.get("fields")}, by, created=False)


def _own(one: Values, row: Product) -> dict[str, Any]:
    said: dict[str, Any] = {key: one[key] for key in ("name", "series") if key in one}
    if one.get("list_price") is not None:
        said["list_price"] = Money.of(one["list_price"], row.currency).minor
    return said


register(Resource("products", KIND, Products(), create=ProductIn, change=ProductChange))
