"""Jobs of lists."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.jobs import Running, job
from setpoint.platform.lists import bulk
from setpoint.platform.lists.models import BulkEdit, Export
from setpoint.platform.lists.operations import exports
from setpoint.platform.lists.operations.bulk import JOB, undo


@job(exports.JOB, title=_("Write records into a file"), cancellable=True)
def export(run: Running, export_id: int) -> None:
    """Write the file of an export."""
    found = Export.objects.select_related("person").filter(pk=export_id, stored="").first()
    if found is not None:
        exports.work(run, found)


def take_back(edit_id: int, *, by: Actor) -> None:
    """Stop a change of many records and take back what was done of it: all or nothing."""
    undo(BulkEdit.objects.get(pk=edit_id), by=by)


@job(JOB, title=_("Change many records, or take that back"), cancel=take_back)
def change_many(run: Running, edit_id: int) -> None:
    """Go on with a change of many records, or with taking it back."""
    found = BulkEdit.objects.select_related("person").filter(pk=edit_id).first()
    if found is not None:
        bulk.work(found, tick=run.progress)
