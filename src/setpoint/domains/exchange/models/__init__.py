"""Tables of the exchange."""

from setpoint.domains.exchange.models.answer import RememberedAnswer
from setpoint.domains.exchange.models.delivery import Attempt, Delivery, DeliveryState
from setpoint.domains.exchange.models.endpoint import Endpoint, Silence
from setpoint.domains.exchange.models.external_key import ExternalKey
from setpoint.domains.exchange.models.left_out import LeftOut

__all__ = ["Attempt", "Delivery", "DeliveryState", "Endpoint", "ExternalKey", "LeftOut", "RememberedAnswer", "Silence"]
