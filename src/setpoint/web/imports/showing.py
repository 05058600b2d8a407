"""An import that runs, has ended or is undone."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel import jobs
from setpoint.kernel.models import JobState
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.refusals import refused_file
from setpoint.platform.importing.replay import next_due
from setpoint.platform.importing.running import start, stop
from setpoint.platform.importing.undoing import UNDOABLE, undo
from setpoint.platform.models import ImportFile, ImportRun, ImportState, RefusedRow
from setpoint.ui.toasting import warn
from setpoint.web.company_time.views import mover_for
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.imports.access import run_for
from setpoint.web.imports.agreeing import agree_page, drop
from setpoint.web.imports.forms import UploadForm
from setpoint.web.imports.leaving import left_by
from setpoint.web.imports.listing import asking

AT_WORK = (ImportState.READING, ImportState.RUNNING, ImportState.UNDOING)
REFUSED_SHOWN = 50


def show(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show an import as it stands: being read, refused, to be agreed on, at work, or over."""
    run = run_for(request, import_id)
    if verb(request) == "DELETE":
        return drop(request, run)
    if run.state == ImportState.DRAFT:
        return agree_page(request, run)
    if run.state in AT_WORK:
        return answer(request, "web/imports/work.html", _work(run))
    if run.state == ImportState.REFUSED:
        refused = {"run": run, "refused": Problem.from_json(run.problem or {})}
        return answer(request, "web/imports/new.html", asking(UploadForm()) | refused)
    return answer(request, "web/imports/result.html", _result(request, run))


def progress(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show how far an import is; when it goes no further, the whole page comes anew."""
    run = run_for(request, import_id)
    if run.state not in AT_WORK or request.GET.get("was", run.state) != run.state:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "web/imports/progress.html", _work(run))


@require_POST
def attempts(request: StaffRequest, import_id: int) -> HttpResponse:
    """Go on with an import that stopped: its job again, or the import itself."""
    run = run_for(request, import_id)
    if run.state in {ImportState.FAILED, ImportState.STOPPED}:
        _try(request, lambda: start(run, by=actor(request)))
    elif run.job_id is not None:
        jobs.retry(run.job_id)
    return HttpResponseRedirect(reverse("import", args=[run.pk]))


@require_POST
def stopping(request: StaffRequest, import_id: int) -> HttpResponse:
    """Stop an import between two chunks."""
    run = run_for(request, import_id)
    _try(request, lambda: stop(run, by=actor(request)))
    return HttpResponseRedirect(reverse("import", args=[run.pk]))


@require_POST
def undoing(request: StaffRequest, import_id: int) -> HttpResponse:
    """Take an import back."""
    run = run_for(request, import_id)
    _try(request, lambda: undo(run, by=actor(request)))
    return HttpResponseRedirect(reverse("import", args=[run.pk]))


def refused(request: StaffRequest, import_id: int, file_id: int) -> HttpResponse | StreamingHttpResponse:
    """Give the refused rows of a file back, each with what is wrong beside it."""
    file = get_object_or_404(run_for(request, import_id).files, pk=file_id)
    stem = file.name.rsplit(".", 1)[0]
    name = content_disposition_header(as_attachment=True, filename=_("%(file)s - refused.csv") % {"file": stem})
    lines = (line.encode() for line in refused_file(file))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def marks_of(file: ImportFile, counts: Mapping[str, int]) -> list[tuple[object, int]]:
    """Return what a kind counts beside its rows, as label and number, without zeros."""
    return [(label, counts[key]) for key, label in KINDS[file.kind].marks.items() if counts.get(key)]


def _try(request: StaffRequest, change: Any) -> None:
    try:
        change()
    except ValidationError as error:
        warn(request, " ".join(error.messages))


def _work(run: ImportRun) -> dict[str, Any]:
    return {
        "run": run,
        "job": run.job,
        "reading": run.state == ImportState.READING,
        "undoing": run.state == ImportState.UNDOING,
        "at_work": run.job is not None and run.job.state == JobState.RUNNING,
        "stopped": run.job is not None and run.job.state in {JobState.FAILED, JobState.CANCELLED},
        "names": list(run.files.values_list("name", flat=True)),
    }


def _result(request: StaffRequest, run: ImportRun) -> dict[str, Any]:
    files = list(run.files.defer("survey", "agreement", "header"))
    rows = RefusedRow.objects.filter(file__run=run).select_related("file").order_by("file__position", "row")
    page = Paginator(rows.defer("file__survey", "file__agreement"), REFUSED_SHOWN).get_page(request.GET.get("page"))
    waiting = run.waiting.count()
    return {
        "run": run,
        "files": [(file, KINDS[file.kind].label, marks_of(file, file.marks)) for file in files],
        "sums": run.files.aggregate(**{name: Sum(name) for name in ("done", "created", "matched", "refused")}),
        "page": page,
        "refusals": [(row, [Problem.from_json(data) for data in row.problems]) for row in page],
        "waiting": waiting,
        "next_due": run.waiting.order_by("due_at").values_list("due_at", flat=True).first() if waiting else None,
        "last_due": run.waiting.order_by("-due_at").values_list("due_at", flat=True).first() if waiting else None,
        "replay_over": run.state == ImportState.DONE and not waiting and _is_replayed(request),
        "problem": Problem.from_json(run.problem) if run.problem else None,
        "undoable": run.state in UNDOABLE,
        "undone": run.state == ImportState.UNDONE,
        **(left_by(run, actor(request)) if run.state == ImportState.UNDONE else {}),
        "failed": run.state == ImportState.FAILED,
        "halted": run.state == ImportState.STOPPED,
        "rows": sum(file.survey["rows"] for file in run.files.all()) if run.state == ImportState.STOPPED else 0,
    }


def _is_replayed(request: StaffRequest) -> bool:
    """Whether company time is behind, and this person may bring it back."""
    mover = mover_for(request)
    return mover is not None and not mover.demo and next_due() is None
