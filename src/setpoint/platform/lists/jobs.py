"""Jobs of lists."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.jobs import Running, job
from setpoint.platform.lists.models import Export
from setpoint.platform.lists.operations import exports


@job(exports.JOB, title=_("Write records into a file"), cancellable=True)
def export(run: Running, export_id: int) -> None:
    """Write the file of an export."""
    found = Export.objects.select_related("person").filter(pk=export_id, stored="").first()
    if found is not None:
        exports.work(run, found)
