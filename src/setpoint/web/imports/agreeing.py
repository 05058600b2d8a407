"""The page on which a person says what files mean."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.platform.importing.agreeing import CURRENCY
from setpoint.platform.importing.kinds import kinds_in_order
from setpoint.platform.importing.outlooks import count_soon
from setpoint.platform.importing.problems import FileError
from setpoint.platform.importing.uploads import abandon
from setpoint.platform.models import ImportRun, ImportState
from setpoint.ui.toasting import say, warn
from setpoint.web.first_run.forms import currencies
from setpoint.web.http import StaffRequest, actor, answer, go
from setpoint.web.imports.answers import Answers
from setpoint.web.imports.sheet import Sheet


def agree_page(request: StaffRequest, run: ImportRun) -> HttpResponse:
    """Show a draft, and keep the answers."""
    if request.method != "POST":
        return _page(request, run, [])
    do = request.POST.get("do", "")
    problems = _save(request, run, accept_all=do.removeprefix("repairs-") if do.startswith("repairs-") else "")
    run.refresh_from_db()
    if run.state != ImportState.DRAFT:
        return go(request, reverse("import", args=[run.pk]))
    if do == "continue" and not problems and not any(sheet.open_questions for sheet in _sheets(run)):
        count_soon(run, by=actor(request))
        return HttpResponseRedirect(reverse("import_check", args=[run.pk]))
    if do == "continue" or problems or request.headers.get("HX-Request"):
        # what htmx changes on the way is no refusal
        return _page(request, run, problems, asked=do == "continue")
    anchor = f"#repairs-{do.removeprefix('repairs-')}" if do.startswith("repairs-") else ""
    return HttpResponseRedirect(reverse("import", args=[run.pk]) + anchor)


def drop(request: StaffRequest, run: ImportRun) -> HttpResponse:
    """Drop files of which nothing came in."""
    try:
        abandon(run, by=actor(request))
    except ValidationError as error:
        warn(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("import", args=[run.pk]))
    say(request, _("The files are dropped; nothing was imported."))
    return HttpResponseRedirect(reverse("imports"))


def _save(request: StaffRequest, run: ImportRun, *, accept_all: str) -> list[str]:
    problems: list[str] = []
    for file in run.files.all():
        answers = Answers(file, request.POST)
        try:
            answers.save(accept_all=accept_all == str(file.pk), by=actor(request))
        except FileError as error:
            problems.append(f"{error.message} {error.way_out}")
        except (ValidationError, PermissionDenied) as error:
            problems += error.messages if isinstance(error, ValidationError) else [str(error)]
            warn(request, problems[-1])
        problems += answers.problems
    return problems


def _sheets(run: ImportRun) -> list[Sheet]:
    return [Sheet(file) for file in run.files.all()]


def _page(request: StaffRequest, run: ImportRun, problems: list[str], *, asked: bool = False) -> HttpResponse:
    sheets = _sheets(run)
    chosen = next((sheet.agreed.currency for sheet in sheets if sheet.agreed.currency), "")
    own = request.company.currency
    context: dict[str, Any] = {
        "run": run,
        "sheets": sheets,
        "kinds": kinds_in_order(),
        "problems": problems,
        "asked": asked,
        "asks_currency": any(sheet.asks_currency for sheet in sheets),
        "currency": chosen,
        "currency_missing": asked and any(CURRENCY in sheet.open_questions for sheet in sheets),
        "currencies": sorted(currencies(), key=lambda pair: pair[0] != own),
        "rows": sum(sheet.found.rows for sheet in sheets),
    }
    parts = {"agree": "web/imports/agree_form.html"}
    return answer(request, "web/imports/agree.html", context, parts=parts, status=422 if asked else 200)
