"""Tables of verification."""

from setpoint.loop.verify.models.verification import Verification, Why

__all__ = ["Verification", "Why"]
