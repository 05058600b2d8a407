"""Creating and changing products."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.permissions import KIND
from setpoint.domains.catalog.record import ProductChanged, ProductCreated
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.folding import fold
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref

CHANGEABLE = ("name", "series", "list_price")


@transaction.atomic
def create_many(products: Sequence[Product], *, by: Actor, at: datetime | None = None) -> list[Product]:
    """Save unsaved products with their facts, in sets; return them with their numbers."""
    require(by, KIND, "create")
    moment = at or company_now()
    for product in products:
        product.folded = fold(product.name)
        product.created_at = moment
    created = Product.objects.bulk_create(products, batch_size=500)
    facts.emit_many(
        [
            facts.NewFact(
                ProductCreated(product.name, product.list_price, product.currency),
                about=Ref(KIND, product.pk),
                by=by,
                occurred_at=moment,
            )
            for product in created
        ]
    )
    return created


def create(*, name: str, list_price: int, currency: str, by: Actor, series: str = "") -> Product:
    """Create one product; the price in minor units. ValidationError names the field that is wrong."""
    product = Product(
        name=name.strip(), folded=fold(name), series=series.strip(), list_price=list_price, created_at=company_now()
    )
    product.currency = currency
    product.full_clean()
    return create_many([product], by=by)[0]


@transaction.atomic
def change_many(given: Mapping[int, Mapping[str, Any]], *, by: Actor) -> list[Product]:
    """Change name, series or list price of products (number → field → value), in sets; return those that changed.

    ValidationError names the field that is wrong.
    """
    require(by, KIND, "change")
    found = Product.objects.select_for_update().order_by("pk").in_bulk(list(given))
    changes = {pk: _changes(found[pk], values) for pk, values in given.items() if pk in found}
    changed = [found[pk] for pk, pairs in changes.items() if pairs]
    for product in changed:
        for name, (_before, after) in changes[product.pk].items():
            setattr(product, name, after)
        product.folded = fold(product.name)
        product.full_clean()
    Product.objects.bulk_update(changed, [*CHANGEABLE, "folded"], batch_size=500)
    facts.emit_many(
        [
            facts.NewFact(
                ProductChanged(product.name),
                about=Ref(KIND, product.pk),
                by=by,
                occurred_at=company_now(),
                changes=changes[product.pk],
            )
            for product in changed
        ]
    )
    return changed


def _changes(product: Product, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        name: [getattr(product, name), values[name]]
        for name in CHANGEABLE
        if name in values and getattr(product, name) != values[name]
    }
