"""Tables of analytics."""

from setpoint.domains.analytics.models.copy import ColumnarCopy
from setpoint.domains.analytics.models.dashboard import Dashboard, How, Often, ReportLetter
from setpoint.domains.analytics.models.report import SavedReport
from setpoint.domains.analytics.models.role_cost import RoleCost

__all__ = ["ColumnarCopy", "Dashboard", "How", "Often", "ReportLetter", "RoleCost", "SavedReport"]
