"""Tables of the exchange."""

from setpoint.domains.exchange.models.answer import RememberedAnswer
from setpoint.domains.exchange.models.calendar_account import CalendarAccount, CalendarCopy
from setpoint.domains.exchange.models.delivery import Attempt, Delivery, DeliveryState
from setpoint.domains.exchange.models.endpoint import Endpoint, Silence
from setpoint.domains.exchange.models.external_key import ExternalKey
from setpoint.domains.exchange.models.left_out import LeftOut
from setpoint.domains.exchange.models.scheduled_export import Every, FileFormat, ScheduledExport

__all__ = [
    "Attempt",
    "CalendarAccount",
    "CalendarCopy",
    "Delivery",
    "DeliveryState",
    "Endpoint",
    "Every",
    "ExternalKey",
    "FileFormat",
    "LeftOut",
    "RememberedAnswer",
    "ScheduledExport",
    "Silence",
]
