"""Tables of lists."""

from setpoint.platform.lists.models.bulk import BulkEdit, BulkRow, BulkState
from setpoint.platform.lists.models.export import Export
from setpoint.platform.lists.models.view import ListChoice, SavedView, Shared

__all__ = ["BulkEdit", "BulkRow", "BulkState", "Export", "ListChoice", "SavedView", "Shared"]
