"""Jobs of personal data."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.jobs import Running, job
from setpoint.platform.personal import retention
from setpoint.platform.personal.erasing import SCRUB, rewrite


@job("personal.retention", lease=timedelta(minutes=5), title=_("Carry out how long data are kept"), cancellable=True)
def carry_out(run: Running) -> None:
    """Carry out the rules of how long data are kept."""
    retention.carry_out(run)


@job(SCRUB, lease=timedelta(minutes=30), title=_("Rewrite the data files after somebody was forgotten"))
def rewrite_files(_run: Running) -> None:
    """Rewrite the data files after somebody was forgotten."""
    rewrite()
