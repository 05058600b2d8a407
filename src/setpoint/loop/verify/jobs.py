"""Work for later: measuring what has matured."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.clock import company_now
from setpoint.kernel.jobs import Running, job
from setpoint.loop.act.operations import corrections
from setpoint.loop.verify.operations import verifications


@job("verify.mature", title=_("Measure corrections whose time is over"))
def mature(running: Running) -> None:
    """Measure corrections whose window is over, and let those expire on which nobody decided."""
    now = company_now()
    corrections.expire_due(now)
    found = verifications.mature(now)
    running.progress(len(found), len(found))
