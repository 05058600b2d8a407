"""Tables of the customers domain."""

from setpoint.domains.customers.models.party import Party

__all__ = ["Party"]
