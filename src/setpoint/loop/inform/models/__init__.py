"""Tables of informing."""

from setpoint.loop.inform.models.delivery import Delivery, DeliveryState
from setpoint.loop.inform.models.digest import Digest
from setpoint.loop.inform.models.mail import Mail, MailState
from setpoint.loop.inform.models.notice import Notice
from setpoint.loop.inform.models.push import PushDevice, PushKey
from setpoint.loop.inform.models.subscription import Subscription
from setpoint.loop.inform.models.wish import Wish

__all__ = [
    "Delivery",
    "DeliveryState",
    "Digest",
    "Mail",
    "MailState",
    "Notice",
    "PushDevice",
    "PushKey",
    "Subscription",
    "Wish",
]
