"""Tables of the channels domain."""

from setpoint.domains.channels.models.consent import Consent, Way, Withdrawal
from setpoint.domains.channels.models.purpose import Purpose, PurposeText
from setpoint.domains.channels.models.rule import ChannelRule

__all__ = ["ChannelRule", "Consent", "Purpose", "PurposeText", "Way", "Withdrawal"]
