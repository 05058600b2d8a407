"""Tables of verification."""

from setpoint.loop.verify.models.outcome import Outcome
from setpoint.loop.verify.models.verification import Verification, Why

__all__ = ["Outcome", "Verification", "Why"]
