"""Tables of the record."""

from setpoint.loop.record.models.daily import DailyMeasure

__all__ = ["DailyMeasure"]
