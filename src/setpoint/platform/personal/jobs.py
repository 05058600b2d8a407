"""Jobs of personal data."""

from datetime import timedelta

from setpoint.kernel.jobs import Running, job
from setpoint.platform.personal import retention
from setpoint.platform.personal.erasing import SCRUB, rewrite


@job("personal.retention", lease=timedelta(minutes=5))
def carry_out(run: Running) -> None:
    """Carry out the rules of how long data are kept."""
    retention.carry_out(run)


@job(SCRUB, lease=timedelta(minutes=30))
def rewrite_files(_run: Running) -> None:
    """Rewrite the data files after somebody was forgotten."""
    rewrite()
