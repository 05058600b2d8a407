"""Tables of control."""

from setpoint.loop.control.models.backtest import Backtest
from setpoint.loop.control.models.case import Case, CaseState
from setpoint.loop.control.models.run import Forecast, Run

__all__ = ["Backtest", "Case", "CaseState", "Forecast", "Run"]
