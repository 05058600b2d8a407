"""Everything that the company put in, as one archive: asked for, watched, fetched."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from setpoint.kernel.permissions import scope_of
from setpoint.platform.takeout import operations
from setpoint.platform.takeout.models import Takeout
from setpoint.platform.takeout.permissions import KIND
from setpoint.ui.toasting import warn
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.security.confirmed import confirmed


def takeout(request: StaffRequest) -> HttpResponse:
    """Show the archive there is, and how far one is that is being written."""
    _require(request)
    if request.method == "POST":
        return _begin(request)
    found = Takeout.objects.select_related("job", "person").first()
    context = {"takeout": found, "job": found.job if found else None}
    return answer(request, "web/takeout/page.html", context, parts={"takeout": "web/takeout/state.html"})


@require_GET
def takeout_file(request: StaffRequest, takeout_id: int) -> FileResponse | HttpResponse:
    """Give the archive to whoever may have it."""
    _require(request)
    asked: HttpResponse | FileResponse = confirmed(_give)(request, takeout_id)
    return asked


def _give(_request: StaffRequest, takeout_id: int) -> Any:
    found = get_object_or_404(Takeout.objects.exclude(stored=""), pk=takeout_id)
    path = operations.folder() / found.stored
    if not path.exists():
        raise Http404
    name = f"setpoint-{found.begun_at:%Y-%m-%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


@confirmed
def _begin(request: StaffRequest) -> HttpResponse:
    try:
        operations.begin(by=actor(request))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return HttpResponseRedirect(reverse("takeout"))


def _require(request: StaffRequest) -> None:
    if not scope_of(actor(request), KIND, "export"):
        raise PermissionDenied
