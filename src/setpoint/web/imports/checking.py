"""The last look before an import: first rows as they will be, a dry run, and whether time is to start earlier."""

from datetime import date, datetime, timedelta
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
from setpoint.kernel.models.jobs import LIVE
from setpoint.loop.cycle_walk import begin_at
from setpoint.platform.importing.agreeing import questions
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.outlooks import JOB as CHECK
from setpoint.platform.importing.outlooks import Outlook, count_soon, counted
from setpoint.platform.importing.running import start
from setpoint.platform.models import ImportRun, ImportState
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.imports.access import run_for
from setpoint.web.imports.previewing import preview_of
from setpoint.web.imports.showing import marks_of

# the past that a replay walks through at least, where nobody says from when
_WALK = timedelta(days=180)


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


def check(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show what would become of the rows, and let the import run."""
    run = run_for(request, import_id)
    if run.state != ImportState.DRAFT or any(questions(file) for file in run.files.all()):
        return HttpResponseRedirect(reverse("import", args=[run.pk]))
    if request.POST.get("do") == "count":
        count_soon(run, by=actor(request))
        return HttpResponseRedirect(reverse("import_check", args=[run.pk]))
    outlooks = counted(run)
    if request.headers.get("HX-Target") == "outlook":
        if outlooks is not None:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "web/imports/outlook.html", _counting(run))
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
    total = sum(file.survey["rows"] for file in run.files.all())
    context: dict[str, Any] = {"run": run, "rows": total, "form": form, "replays": replays, "problem": problem}
    context |= _counting(run) if outlooks is None else _counted(outlooks)
    # what is known to be refused or there already is not promised
    context["promised"] = context["all"]["created"] if outlooks else total
    known = {outlook.file.pk: outlook for outlook in outlooks or []}
    context["previews"] = [preview_of(file, known.get(file.pk)) for file in run.files.all()]
    return answer(request, "web/imports/check.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _start(request: StaffRequest, run: ImportRun, moment: datetime | None) -> None:
    start(run, by=actor(request), replay_from=moment)
    if moment is not None:
        begin_at(moment)


def _counting(run: ImportRun) -> dict[str, Any]:
    job = run.job if run.job is not None and run.job.name == CHECK else None
    return {"run": run, "job": job, "counting": job is not None and job.state in LIVE}


def _counted(outlooks: list[Outlook]) -> dict[str, Any]:
    named = [(outlook, KINDS[outlook.file.kind].label, marks_of(outlook.file, outlook.marks)) for outlook in outlooks]
    return {"outlooks": named, "refused": sum(each.refused for each in outlooks), "all": _sum(outlooks)}


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
