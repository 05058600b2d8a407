"""The imports there have been, and new files."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.http import HttpResponse
from django.urls import reverse

from setpoint.kernel.permissions import visible_to
from setpoint.platform.importing.uploads import receive
from setpoint.platform.models import ImportFile
from setpoint.platform.permissions import IMPORT
from setpoint.web.http import StaffRequest, actor, answer, go
from setpoint.web.imports.access import may_import, require_right
from setpoint.web.imports.forms import MOST_FILES, UploadForm, most_bytes

SHOWN = 100


def imports(request: StaffRequest) -> HttpResponse:
    """List the imports that the person sees, the newest first."""
    sums = {name: Sum(f"files__{name}") for name in ("created", "matched", "refused")}
    # a query that sums forgets the order of its model
    found = visible_to(actor(request), IMPORT).select_related("started_by").annotate(**sums).order_by("-pk")
    runs = list(found[:SHOWN])
    names: dict[int, list[str]] = {}
    for run_id, name in ImportFile.objects.filter(run__in=runs).values_list("run_id", "name"):
        names.setdefault(run_id, []).append(name)
    rows = [(run, names.get(run.pk, [])) for run in runs]
    return answer(request, "web/imports/list.html", {"rows": rows, "creates": may_import(request)})


def new_import(request: StaffRequest) -> HttpResponse:
    """Take files in; a job reads them."""
    require_right(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            run = receive(form.uploads(), by=actor(request))
        except PermissionDenied as error:
            form.add_error("tables", str(error))
        except ValidationError as refusal:
            form.add_error("tables", refusal.messages)
        else:
            return go(request, reverse("import", args=[run.pk]))
    parts = {"upload": "web/imports/upload.html"}
    status = 422 if form.is_bound else 200
    return answer(request, "web/imports/new.html", asking(form), parts=parts, status=status)


def asking(form: UploadForm) -> dict[str, object]:
    """Return what the form for files shows."""
    return {"form": form, "most_files": MOST_FILES, "most_bytes": most_bytes()}
