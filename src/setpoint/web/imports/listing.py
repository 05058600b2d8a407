"""The imports there have been, and new files."""

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from setpoint.kernel.permissions import visible_to
from setpoint.platform.importing.problems import FileError
from setpoint.platform.importing.uploads import upload
from setpoint.platform.models import ImportFile
from setpoint.platform.permissions import IMPORT
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.imports.access import may_import, require_right
from setpoint.web.imports.forms import MOST_BYTES, MOST_FILES, UploadForm

SHOWN = 100


def imports(request: StaffRequest) -> HttpResponse:
    """List the imports that the person sees, the newest first."""
    sums = {name: Sum(f"files__{name}") for name in ("created", "matched", "refused")}
    runs = list(visible_to(actor(request), IMPORT).select_related("started_by").annotate(**sums)[:SHOWN])
    names: dict[int, list[str]] = {}
    for run_id, name in ImportFile.objects.filter(run__in=runs).values_list("run_id", "name"):
        names.setdefault(run_id, []).append(name)
    rows = [(run, names.get(run.pk, [])) for run in runs]
    return answer(request, "web/imports/list.html", {"rows": rows, "creates": may_import(request)})


def new_import(request: StaffRequest) -> HttpResponse:
    """Take files in; a file that is no table refuses them all, and nothing is kept."""
    require_right(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    refused: FileError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            run = upload(form.uploads(), by=actor(request))
        except FileError as error:
            refused = error
        except PermissionDenied as error:
            form.add_error("tables", str(error))
        else:
            return _go(request, reverse("import", args=[run.pk]))
    context = {"form": form, "refused": refused, "most_files": MOST_FILES, "most_bytes": MOST_BYTES}
    bad = form.is_bound
    parts = {"upload": "web/imports/upload.html"}
    return answer(request, "web/imports/new.html", context, parts=parts, status=422 if bad else 200)


def _go(request: StaffRequest, address: str) -> HttpResponse:
    """Lead to an address; htmx is told to load it as a page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
