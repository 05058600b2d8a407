"""The job of archives."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.jobs import Running, job
from setpoint.platform.takeout import operations
from setpoint.platform.takeout.models import Takeout


@job(operations.JOB, title=_("Write everything into an archive"), cancellable=True)
def write(run: Running, takeout_id: int) -> None:
    """Write an archive of everything."""
    found = Takeout.objects.select_related("person").filter(pk=takeout_id, stored="").first()
    if found is not None:
        operations.work(run, found)
