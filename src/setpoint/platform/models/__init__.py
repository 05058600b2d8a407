"""Tables of the platform."""

from setpoint.platform.models.import_memory import ImportLayout, LeftBecause, LeftRecord
from setpoint.platform.models.imports import ImportedRange, ImportFile, ImportRun, ImportState, RefusedRow
from setpoint.platform.models.live import LiveEvent
from setpoint.platform.models.provider import SignInProvider
from setpoint.platform.models.release import ReleaseItem
from setpoint.platform.models.search import SearchBuild, SearchEntry, SearchList, SearchWord

__all__ = [
    "ImportFile",
    "ImportLayout",
    "ImportRun",
    "ImportState",
    "ImportedRange",
    "LeftBecause",
    "LeftRecord",
    "LiveEvent",
    "RefusedRow",
    "ReleaseItem",
    "SearchBuild",
    "SearchEntry",
    "SearchList",
    "SearchWord",
    "SignInProvider",
]
