"""Tables of lists."""

from setpoint.platform.lists.models.export import Export
from setpoint.platform.lists.models.view import ListChoice, SavedView, Shared

__all__ = ["Export", "ListChoice", "SavedView", "Shared"]
