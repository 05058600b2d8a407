"""Reads of control used more than once."""

from collections.abc import Mapping
from datetime import date, datetime

from setpoint.analysis.backtest import Score
from setpoint.kernel.clock import company_zone
from setpoint.loop.control.backtests import Scores, won_in
from setpoint.loop.control.facts import Days
from setpoint.loop.control.models import Backtest, Run


def run_at(as_of: datetime | None = None) -> Run | None:
    """Return the last run (up to a moment of company time), None where the loop was never turned."""
    runs = Run.objects.order_by("-day")
    if as_of is not None:
        runs = runs.filter(day__lte=as_of.astimezone(company_zone()).date())
    return runs.first()


def remembered(flow: str, day: date, history: Mapping[str, Days]) -> Scores:
    """Return the backtests of periods completed before `day` that the record still bears out."""
    found: Scores = {}
    for row in Backtest.objects.filter(flow=flow, last_day__lt=day):
        period = row.first_day.toordinal(), row.last_day.toordinal()
        if won_in(history, flow, period) == row.won:
            found.setdefault(period, {})
            if row.nodes:
                found[period][row.level] = Score(row.excess, row.nodes)
    return found
