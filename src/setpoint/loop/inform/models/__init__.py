"""Tables of informing."""

from setpoint.loop.inform.models.digest import Digest
from setpoint.loop.inform.models.mail import Mail, MailState
from setpoint.loop.inform.models.notice import Notice
from setpoint.loop.inform.models.subscription import Subscription

__all__ = ["Digest", "Mail", "MailState", "Notice", "Subscription"]
