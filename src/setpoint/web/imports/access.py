"""Which import an address means, for whom, and the job that works on it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from setpoint.kernel.models import Job
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.platform.importing.running import JOB
from setpoint.platform.models import ImportRun, ImportState
from setpoint.platform.permissions import IMPORT
from setpoint.web.http import StaffRequest, actor


def may_import(request: StaffRequest) -> bool:
    """Whether the person may import anything at all."""
    return bool(scope_of(actor(request), IMPORT, "create"))


def require_right(request: StaffRequest) -> None:
    """Raise PermissionDenied for one who may not import."""
    if not may_import(request):
        raise PermissionDenied


def run_for(request: StaffRequest, import_id: int) -> ImportRun:
    """Return an import that the person sees; Http404 otherwise."""
    found: ImportRun = get_object_or_404(visible_to(actor(request), IMPORT), pk=import_id)
    return found


def job_of(run: ImportRun) -> Job | None:
    """Return the job that works, or last worked, on an import."""
    keys = [f"{run.pk} undo"] if run.state in {ImportState.UNDOING, ImportState.UNDONE} else [str(run.pk)]
    return Job.objects.filter(name=JOB, key__in=keys).order_by("-pk").first()
