"""Tables of the platform."""

from setpoint.platform.models.imports import ImportedRange, ImportFile, ImportRun, ImportState, RefusedRow
from setpoint.platform.models.live import LiveEvent
from setpoint.platform.models.release import ReleaseItem

__all__ = ["ImportFile", "ImportRun", "ImportState", "ImportedRange", "LiveEvent", "RefusedRow", "ReleaseItem"]
