"""The last look before an import: first rows as they will be, a dry run, and whether time is to start earlier."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.kernel.clock import company_today, company_zone
from setpoint.kernel.money import Money
from setpoint.loop.cycle_walk import begin_at
from setpoint.platform.importing.agreeing import Outlook, dry_run, preview, questions
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.cells import Value
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.kinds import KINDS, Field, FieldType
from setpoint.platform.importing.parsing import Record, Refusal
from setpoint.platform.importing.problems import FileError
from setpoint.platform.importing.running import start
from setpoint.platform.models import ImportFile, ImportRun, ImportState
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.imports.access import run_for
from setpoint.web.imports.showing import marks_of

# more rows are counted after the page has come
COUNTED_AT_ONCE = 5000
SHOWN = 6
# the past that a replay walks through at least, where nobody says from when
_WALK = timedelta(days=180)
_FIGURES = (FieldType.MONEY, FieldType.NUMBER, FieldType.WHOLE)


class StartForm(forms.Form):
    """Whether company time is to start in the past."""

    replay = forms.ChoiceField(choices=[("", ""), ("yes", "")], required=False)
    start = forms.DateField(
        label=gettext_lazy("Company time starts on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the day where time is to start in the past, and for a day that is past."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("replay") and "start" not in self.errors:
            if data.get("start") is None:
                self.add_error("start", _("Say on which day company time is to start."))
            elif data["start"] >= company_today():
                self.add_error("start", _("Choose a day that is past."))
        return data

    def moment(self) -> datetime | None:
        """Return the moment at which company time is to stand, None for now."""
        if not self.cleaned_data.get("replay"):
            return None
        return datetime.combine(self.cleaned_data["start"], datetime.min.time(), company_zone())


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as they will be, or why not."""

    file: ImportFile
    label: object
    fields: list[Field]
    rows: list[tuple[int, list[tuple[object, bool]], list[str]]]


def check(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show what would become of the rows, and let the import run."""
    run = run_for(request, import_id)
    if run.state != ImportState.DRAFT or any(questions(file) for file in run.files.all()):
        return HttpResponseRedirect(reverse("import", args=[run.pk]))
    if request.headers.get("HX-Target") == "outlook":
        return render(request, "web/imports/outlook.html", _counted(run))
    replays = _offers_replay(request, run)
    form = StartForm(request.POST if request.method == "POST" else None, initial={"start": _first_guess(run)})
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            _start(request, run, form.moment() if replays else None)
        except (ValidationError, PermissionDenied) as error:
            problem = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        else:
            return HttpResponseRedirect(reverse("import", args=[run.pk]))
    total = sum(Survey.from_json(file.survey).rows for file in run.files.all())
    context: dict[str, Any] = {"run": run, "rows": total, "form": form, "replays": replays, "problem": problem}
    try:
        context["previews"] = [_preview(file) for file in run.files.all()]
        context |= _counted(run) if total <= COUNTED_AT_ONCE or "count" in request.GET else {}
    except FileError as error:
        context["problem"] = f"{error.message} {error.way_out}"
    return answer(request, "web/imports/check.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _start(request: StaffRequest, run: ImportRun, moment: datetime | None) -> None:
    start(run, by=actor(request), replay_from=moment)
    if moment is not None:
        begin_at(moment)


def _counted(run: ImportRun) -> dict[str, Any]:
    outlooks = dry_run(run)
    named = [(outlook, KINDS[outlook.file.kind].label, marks_of(outlook.file, outlook.marks)) for outlook in outlooks]
    return {"run": run, "outlooks": named, "refused": sum(each.refused for each in outlooks), "all": _sum(outlooks)}


def _sum(outlooks: list[Outlook]) -> dict[str, int]:
    return {name: sum(getattr(each, name) for each in outlooks) for name in ("created", "matched", "refused")}


def _offers_replay(request: StaffRequest, run: ImportRun) -> bool:
    """A company with a past of its own, and the demo company, cannot go back."""
    if request.company.is_demo or _last_day(run) is None:
        return False
    return not any(importer.has_past() for kind in KINDS.values() if (importer := kind.importer))


def _last_day(run: ImportRun) -> date | None:
    days = [
        Survey.from_json(file.survey).last_day(agreed.dates, agreed)
        for file in run.files.all()
        if (agreed := Agreement.from_json(file.agreement)).settings
    ]
    return max((found for found in days if found), default=None)


def _first_guess(run: ImportRun) -> date | None:
    """Begin with the year in which the export ends, or half a year before its end."""
    last = _last_day(run)
    if last is None:
        return None
    return min(last.replace(month=1, day=1), last - _WALK)


def _preview(file: ImportFile) -> Preview:
    agreed, kind = Agreement.from_json(file.agreement), KINDS[file.kind]
    fields = [each for each in kind.fields if each.key in agreed.columns]
    rows = [_row(outcome, fields, agreed) for outcome in preview(file, count=SHOWN)]
    return Preview(file, kind.label, fields, rows)


def _row(
    outcome: Record | Refusal, fields: list[Field], agreed: Agreement
) -> tuple[int, list[tuple[object, bool]], list[str]]:
    """Return number, cells (value, whether it is a figure) and problems of a row."""
    problems: list[str] = []
    if isinstance(outcome, Refusal):
        at = [agreed.columns[each.key] for each in fields]
        cells: list[object] = [outcome.cells[index] if index < len(outcome.cells) else "" for index in at]
        problems = [problem.message for problem in outcome.problems]
    else:
        cells = [_shown(each, outcome.values.get(each.key), agreed) for each in fields]
    figures = [each.type in _FIGURES for each in fields]
    return outcome.row, list(zip(cells, figures, strict=True)), problems


def _shown(field: Field, value: Value, agreed: Agreement) -> object:
    if isinstance(value, Decimal) and field.type is FieldType.MONEY and agreed.currency:
        return Money.of(value, agreed.currency)
    return value
