"""Tables of the catalog domain."""

from setpoint.domains.catalog.models.product import Product

__all__ = ["Product"]
