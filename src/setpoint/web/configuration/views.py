"""The configuration: downloaded as a file, a file compared with it, applied after the differences were seen."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext

from setpoint.kernel.permissions import scope_of
from setpoint.platform.configuration import applying, files
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer


def configuration(request: StaffRequest) -> HttpResponse:
    """Show what a file would change; POST with `apply` does it."""
    by = actor(request)
    if scope_of(by, applying.KIND, "change") is None:
        raise PermissionDenied
    context: dict[str, Any] = {"text": ""}
    if request.method == "POST":
        upload = request.FILES.get("file")
        raw = upload.read(files.LARGEST + 1) if upload else request.POST.get("text", "").encode()
        text = raw.decode(errors="replace").removeprefix("\ufeff")
        try:
            if "apply" in request.POST:
                count = len(applying.apply(text, by=by))
                say(request, ngettext("%(n)s change applied.", "%(n)s changes applied.", count) % {"n": count})
                return HttpResponseRedirect(reverse("configuration"))
            context = {"text": text, "changes": applying.compared(text, by=by)}
        except files.FileError as refusal:
            context = {"text": text, "problem": str(refusal)}
    return answer(request, "web/configuration/page.html", context, status=422 if "problem" in context else 200)


def configuration_file(request: StaffRequest) -> HttpResponse:
    """Send the configuration as it stands."""
    if scope_of(actor(request), applying.KIND, "see") is None:
        raise PermissionDenied
    response = HttpResponse(files.written(), content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="setpoint.yaml"'
    return response
