"""Who sees which product."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from setpoint.domains.catalog.models import Product
from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, scope_of

KIND = "catalog.product"

govern(
    GovernedKind(KIND, _("Products"), ("see", "create", "change", "export"), Product.objects.all, scopes=(Scope.ALL,))
)


@register_visible(KIND)
def visible_products(actor: Actor) -> QuerySet[Product]:
    """Return every product to those with the right to see products, none to others."""
    return products_for(actor, "see")


def products_for(actor: Actor, action: str) -> QuerySet[Product]:
    """Return the products with which the actor may do something: all of them, or none."""
    products = Product.objects.all()
    return products if scope_of(actor, KIND, action) else products.none()
