"""Creating products."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.permissions import KIND
from setpoint.domains.catalog.record import ProductCreated
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.folding import fold
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref


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
