"""Tables of analytics."""

from setpoint.domains.analytics.models.copy import ColumnarCopy
from setpoint.domains.analytics.models.report import SavedReport
from setpoint.domains.analytics.models.role_cost import RoleCost

__all__ = ["ColumnarCopy", "RoleCost", "SavedReport"]
