"""Tables of the channels domain."""

from setpoint.domains.channels.models.consent import Consent, Way, Withdrawal
from setpoint.domains.channels.models.purpose import Purpose, PurposeText

__all__ = ["Consent", "Purpose", "PurposeText", "Way", "Withdrawal"]
