"""A report put together without code: figures, rows, columns, filter, period, chart; kept and shared."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from setpoint.domains.analytics.asking import Question, dimensions_for, measures_for, question
from setpoint.domains.analytics.copying.reading import NotYetError
from setpoint.domains.analytics.models import SavedReport
from setpoint.domains.analytics.operations import reports as operations
from setpoint.domains.analytics.periods import NAMES, asked
from setpoint.domains.analytics.permissions import REPORT
from setpoint.domains.analytics.sources.declared import SOURCES, Source
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_today, machine_now
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.reports.files import file_of, require_file
from setpoint.web.reports.records import show_records
from setpoint.web.reports.sheets import Sheet, picture_of, sheet_of
from setpoint.web.reports.views import require_reports

WORDS = ("source", "rows", "columns", "when", "period", "from", "to", "chart")
USUAL = {"source": "deals", "rows": "stage", "measures": "count,value", "period": "all", "chart": "bar"}
# filters in an address are named like this and the dimension
FILTER = "is."


def build(request: StaffRequest) -> HttpResponse:
    """Show what the address asks for; POST keeps it under a name."""
    require_reports(request)
    if request.method == "POST":
        return _keep(request, words_of(request.GET), None)
    return _show(request, words_of(request.GET) or dict(USUAL), None)


def saved(request: StaffRequest, report_id: int) -> HttpResponse:
    """Show a report that is kept, as the address changes it; POST keeps it so, DELETE removes it."""
    require_reports(request)
    row: SavedReport = get_object_or_404(visible_to(actor(request), REPORT), pk=report_id)
    words = words_of(request.GET) or dict(row.asked)
    if verb(request) == "DELETE":
        operations.remove(row, by=actor(request))
        say(request, _("Removed."))
        return HttpResponseRedirect(reverse("reports"))
    if request.method == "POST":
        return _keep(request, words, row)
    return _show(request, words, row)


@require_GET
def build_records(request: StaffRequest) -> HttpResponse:
    """Show the records behind a figure."""
    require_reports(request)
    try:
        return show_records(request, question_of(words_of(request.GET), actor(request)), _("Report"))
    except ValidationError:
        raise Http404 from None


@require_GET
def build_file(request: StaffRequest, ending: str) -> HttpResponse:
    """Send the table as a file."""
    require_reports(request)
    require_file(request, ending)
    try:
        sheet = built(words_of(request.GET), actor(request), request.company.currency)
    except (ValidationError, NotYetError):
        raise Http404 from None
    operations.used(key="built", name=_("Report"), by=actor(request), how=ending)
    return file_of([sheet], "report", _("Report"), ending)


def words_of(given: QueryDict) -> dict[str, str]:
    """Return what in an address asks something: each word once, figures joined by commas."""
    words = {name: str(given[name]) for name in WORDS if given.get(name)}
    if figures := [each for text in given.getlist("measures") for each in text.split(",") if each]:
        words["measures"] = ",".join(figures)
    words |= {name: str(value) for name, value in given.items() if name.startswith(FILTER) and value}
    return words


def question_of(words: Mapping[str, str], by: Actor) -> Question:
    """Return the question that words ask. ValidationError names the field that is wrong."""
    return question(
        words.get("source", "deals"),
        by,
        rows=words.get("rows", ""),
        columns=words.get("columns", ""),
        measures=words.get("measures", "").split(","),
        when=words.get("when", ""),
        period=asked(words, "all", company_today()),
        filters={name.removeprefix(FILTER): value for name, value in words.items() if name.startswith(FILTER)},
    )


def built(words: Mapping[str, str], by: Actor, currency: str, title: str = "", number: int = 0) -> Sheet:
    """Answer the question that words ask, with its chart. ValidationError, NotYetError."""
    found = question_of(words, by)

    def address(measure: int, row: str | None, column: str | None) -> str:
        keys = {name: key for name, key in (("row", row), ("column", column)) if key is not None}
        return f"{reverse('report_building_records')}?{urlencode({**words, 'figure': measure, **keys})}"

    sheet = sheet_of(found, address, currency, by, title=title, number=number)
    chart = words.get("chart", "")
    names = tuple(one.key for one in found.measures)
    picture = None if chart == "none" else picture_of(sheet, names, course=False, chart=chart)
    return Sheet(**{**sheet.__dict__, "picture": picture})


def _show(request: StaffRequest, words: dict[str, str], row: SavedReport | None, problem: str = "") -> HttpResponse:
    by = actor(request)
    context: dict[str, Any] = {"words": words, "row": row, "query": urlencode(words), "title": row or _("Report")}
    problems = [problem] if problem else []
    try:
        sheet = built(words, by, request.company.currency)
        context["sheets"] = [sheet]
        if sheet.answer:
            context["behind"] = round((machine_now() - sheet.answer.as_of).total_seconds())
    except NotYetError:
        context["waiting"] = True
    except ValidationError as refusal:
        problems += refusal.messages
    source = SOURCES.get(words.get("source", ""), SOURCES["deals"])
    context |= {
        "problems": problems,
        "sources": [(one.key, one.name, one is source) for one in SOURCES.values()],
        "mine": row is None or row.owner_id == by.user_id,
        "exports": scope_of(by, "sales.deal", "export") is not None,
        **_choices(source, words, by),
    }
    if row is not None and "sheets" in context and not request.headers.get("HX-Request"):
        operations.used(key=f"saved-{row.pk}", name=row.name, by=by)
    return answer(request, "web/reports/build.html", context, status=422 if problems else 200)


def _choices(source: Source, words: Mapping[str, str], by: Actor) -> dict[str, Any]:
    chosen = words.get("measures", "").split(",")
    sides = dimensions_for(source, by)
    filters = []
    for key, side in sides.items():
        if side.filters and side.names is not None:
            filters.append((FILTER + key, side.name, side.names(by).items(), words.get(FILTER + key, "")))
    return {
        "measures": [(key, one.name, key in chosen) for key, one in measures_for(source, by).items()],
        "sides": [(key, one.name) for key, one in sides.items()],
        "days": source.days,
        "periods": NAMES.items(),
        "filters": filters,
        "charts": [("bar", _("Bars")), ("line", _("Lines")), ("none", _("No chart"))],
    }


def _keep(request: StaffRequest, words: dict[str, str], row: SavedReport | None) -> HttpResponse:
    by = actor(request)
    try:
        question_of(words, by)
        kept = operations.save(
            name=request.POST.get("name", "")[:120], asked=words, shared="shared" in request.POST, by=by, report=row
        )
    except ValidationError as refusal:
        return _show(request, words, row, " ".join(refusal.messages))
    except PermissionDenied:
        if row is None:
            raise
        return _show(request, words, row, _("Everybody keeps reports of his own. Save a copy under another name."))
    say(request, _("Kept: it stands among the reports."))
    return HttpResponseRedirect(reverse("saved_report", args=[kept.pk]))
