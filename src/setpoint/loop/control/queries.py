"""Reads of control used more than once."""

from datetime import datetime

from setpoint.kernel.clock import company_zone
from setpoint.loop.control.models import Run


def run_at(as_of: datetime | None = None) -> Run | None:
    """Return the last run (up to a moment of company time), None where the loop was never turned."""
    runs = Run.objects.order_by("-day")
    if as_of is not None:
        runs = runs.filter(day__lte=as_of.astimezone(company_zone()).date())
    return runs.first()
