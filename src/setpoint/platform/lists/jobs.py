"""Jobs of lists."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.jobs import Running, job
from setpoint.platform.lists import bulk
from setpoint.platform.lists.models import BulkEdit, Export
from setpoint.platform.lists.operations import exports
from setpoint.platform.lists.operations.bulk import JOB


@job(exports.JOB, title=_("Write records into a file"))
def export(run: Running, export_id: int) -> None:
    """Write the file of an export."""
    found = Export.objects.select_related("person").filter(pk=export_id, stored="").first()
    if found is not None:
        exports.work(run, found)


@job(JOB, title=_("Change many records, or take that back"))
def change_many(run: Running, edit_id: int) -> None:
    """Go on with a change of many records, or with taking it back."""
    found = BulkEdit.objects.select_related("person").filter(pk=edit_id).first()
    if found is not None:
        bulk.work(found, tick=run.progress)
