"""Tables of control."""

from setpoint.loop.control.models.backtest import Backtest
from setpoint.loop.control.models.case import Case, CaseState
from setpoint.loop.control.models.rule_set import RuleSet
from setpoint.loop.control.models.run import Forecast, Run
from setpoint.loop.control.models.stream import Alarm, Judgement, Stream

__all__ = ["Alarm", "Backtest", "Case", "CaseState", "Forecast", "Judgement", "RuleSet", "Run", "Stream"]
