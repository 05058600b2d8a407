"""A list as a file: a short one comes at once, a long one is written as a job and fetched."""

from collections.abc import Iterable, Iterator, Sequence
from tempfile import NamedTemporaryFile
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from setpoint.platform.lists.columns import Cell
from setpoint.platform.lists.counting import MOST, count_of
from setpoint.platform.lists.exporting import CSV, MEDIA, XLSX, csv_text, head, lines, table_text, write_xlsx
from setpoint.platform.lists.models import Export
from setpoint.platform.lists.operations import exports
from setpoint.platform.lists.whole import EVERYTHING, WHOLE, whole_lines
from setpoint.ui.toasting import warn
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.lists.asking import listing
from setpoint.web.lists.views import seen

# what is written while somebody waits
AT_ONCE = {CSV: MOST, XLSX: 2000}


@require_GET
def export(request: StaffRequest, kind: str, ending: str) -> HttpResponseBase:
    """Send the rows of the list in its order, in the columns shown."""
    by = actor(request)
    exports.require_export(seen(kind, by), by)
    if ending not in AT_ONCE:
        raise Http404
    asked = listing(kind, request.GET, by, action="export")
    if asked.question.problems:
        warn(request, " ".join(asked.question.problems))
        return HttpResponseRedirect(reverse("home"))
    whole = WHOLE.get(kind) if request.GET.get("columns") == EVERYTHING else None
    columns, words = [EVERYTHING] if whole else [column.key for column in asked.shown], asked.saveable
    count = count_of(asked.question.search)
    if not count.exact or count.number > AT_ONCE[ending]:
        made = exports.begin(kind, ending=ending, columns=columns, asked=words, by=by)
        return HttpResponseRedirect(reverse("list_file", args=[made.pk]))
    exports.told(kind, ending=ending, rows=count.number, columns=columns, asked=words, by=by)
    language = get_language() or "en"
    if whole is not None:
        names, rows = whole.head(language, by), whole_lines(asked.question, whole, language)
        return _csv(kind, table_text(names, rows)) if ending == CSV else _xlsx(kind, names, rows)
    if ending == CSV:
        return _csv(kind, csv_text(asked.question, asked.shown, asked.columns, language))
    return _xlsx(kind, head(asked.shown), lines(asked.question, asked.shown, asked.columns, language))


@require_GET
def file_page(request: StaffRequest, export_id: int) -> HttpResponse:
    """Show how far a long file is."""
    found = get_object_or_404(Export.objects.select_related("job"), pk=export_id, person=request.user.pk)
    context: dict[str, Any] = {"export": found, "job": found.job, "title": _("Export")}
    return answer(request, "web/lists/file.html", context, parts={"export-progress": "web/lists/file_progress.html"})


@require_GET
def file(request: StaffRequest, export_id: int) -> FileResponse:
    """Give the file to whoever asked for it."""
    found = get_object_or_404(Export, pk=export_id, person=request.user.pk)
    path = exports.folder() / found.stored
    if not found.stored or not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=_name(found.kind, found.format), content_type=MEDIA[found.format]
    )


def _csv(kind: str, text: Iterator[str]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(text, content_type=MEDIA[CSV])
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(kind, CSV)}"'
    return response


def _xlsx(kind: str, names: Sequence[str], rows: Iterable[Sequence[Cell | str]]) -> FileResponse:
    target = NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the answer closes it
    write_xlsx(target, names, rows, lambda _done: None)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=_name(kind, XLSX), content_type=MEDIA[XLSX])


def _name(kind: str, ending: str) -> str:
    return f"{kind.rpartition('.')[2]}s.{ending}"
