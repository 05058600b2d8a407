"""Tables of the platform."""

from setpoint.platform.models.live import LiveEvent

__all__ = ["LiveEvent"]
