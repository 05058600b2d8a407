"""Who sees which product."""

from django.db.models import QuerySet

from setpoint.domains.catalog.models import Product
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import register_visible, scope_of

KIND = "catalog.product"


@register_visible(KIND)
def visible_products(actor: Actor) -> QuerySet[Product]:
    """Return every product to those with the right to see products, none to others."""
    products = Product.objects.all()
    return products if scope_of(actor, KIND, "see") else products.none()
