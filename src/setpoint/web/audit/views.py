"""The page of the audit, and the file a spreadsheet opens."""

import csv
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from setpoint.journal.models import Seal
from setpoint.kernel.permissions import scope_of
from setpoint.platform.audit.asking import Asked, ask, every
from setpoint.platform.audit.exports import tell_of_export
from setpoint.platform.audit.permissions import KIND
from setpoint.platform.importing.formula_cells import shield
from setpoint.web.audit.forms import AuditForm
from setpoint.web.audit.telling import Line, lines_of, plain
from setpoint.web.audit.words import records
from setpoint.web.http import StaffRequest, actor, answer

CHUNK = 200


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, line: str) -> str:
        return line


def audit(request: StaffRequest) -> HttpResponse:
    """Show a page of what happened, newest first."""
    by, form = actor(request), AuditForm(request.GET)
    asked = form.asked()
    found = ask(by, asked, says=plain, after=request.GET.get("after", ""))
    query = request.GET.copy()
    query["after"] = found.after
    narrowed = request.GET.copy()
    for name in ("after", "who"):
        narrowed.pop(name, None)
    context: dict[str, Any] = {
        "lines": lines_of(found.rows, currency=request.company.currency),
        "found": found,
        "of_person": f"?{narrowed.urlencode()}{'&' if narrowed else ''}who=",
        "more": f"{reverse('audit')}?{query.urlencode()}" if found.after else "",
    }
    if request.headers.get("HX-Target") in {"more", "further"}:
        return render(request, "web/audit/rows.html", context)
    context |= {
        "form": form,
        "asked": asked,
        "record_name": _record_name(asked),
        "seal": Seal.objects.order_by("-number").first(),
        "file": scope_of(by, KIND, "export") and f"{reverse('audit_file')}?{request.GET.urlencode()}",
    }
    return answer(request, "web/audit/page.html", context, parts={"audit": "web/audit/list.html"})


def audit_file(request: StaffRequest) -> StreamingHttpResponse:
    """Send all that answers, a row for every changed field."""
    by, asked = actor(request), AuditForm(request.GET).asked()
    if scope_of(by, KIND, "export") is None:
        raise PermissionDenied
    tell_of_export(KIND, by=by, asked={name: request.GET[name] for name in request.GET})
    language, zone = get_language() or "en", timezone.get_current_timezone()
    currency = request.company.currency
    head = [_("Number"), _("Written down"), _("Happened"), _("Kind"), _("What happened"), _("Who"), _("Door")]
    head += [_("Address"), _("Record"), _("Changed field"), _("Before"), _("After")]

    def rows(batch: list[Any]) -> Iterator[str]:
        with override(language), timezone.override(zone):
            for line in lines_of(batch, currency=currency):
                for cells in _cells(line):
                    yield writer.writerow([shield(cell) for cell in cells])

    def lines() -> Iterator[str]:
        # the mark by which spreadsheets know UTF-8
        yield "\ufeff" + writer.writerow(head)
        batch = []
        for told in _every(by, asked, language):
            batch.append(told)
            if len(batch) == CHUNK:
                yield from rows(batch)
                batch = []
        yield from rows(batch)

    writer = csv.writer(_Echo())
    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _every(by: Any, asked: Asked, language: str) -> Iterator[Any]:
    """Yield what answers; each is told while the reader's language is active, which it is not between rows."""
    found = every(by, asked, says=plain)
    while True:
        with override(language):
            told = next(found, None)
        if told is None:
            return
        yield told


def _cells(line: Line) -> Iterator[list[str]]:
    fixed = [str(line.number), line.recorded_at.isoformat(), (line.occurred_at or line.recorded_at).isoformat()]
    fixed += [line.kind, line.sentence, line.who, line.door, line.origin, line.record]
    if not line.changes:
        yield [*fixed, "", "", ""]
    for change in line.changes:
        yield [*fixed, change.field, change.old, change.new]


def _record_name(asked: Asked) -> str:
    if asked.record is None:
        return ""
    return f"{records().get(asked.record.kind, asked.record.kind)} № {asked.record.id}"
