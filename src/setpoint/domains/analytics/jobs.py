"""Jobs of analytics."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.analytics.operations.copying import refresh
from setpoint.kernel.jobs import Running, job

COPY = "analytics.copy"


@job(COPY, title=_("Bring the copy for reports up to date"))
def copy(run: Running) -> None:
    """Read what has changed since; tell how far where it takes long."""
    refresh(lambda done: run.progress(max(done, run.done)))
