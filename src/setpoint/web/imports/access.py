"""Which import an address means, and for whom."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.platform.models import ImportRun
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
    found: ImportRun = get_object_or_404(visible_to(actor(request), IMPORT).select_related("job"), pk=import_id)
    return found
