"""Moving company time forward: by a day, a week or to a date; and how far it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_today, machine_now
from setpoint.kernel.jobs import enqueue
from setpoint.kernel.models import Job, JobState
from setpoint.kernel.models.jobs import LIVE
from setpoint.kernel.permissions import scope_of
from setpoint.platform.importing.replay import end, next_due
from setpoint.platform.permissions import IMPORT
from setpoint.simulation.clock import SECONDS_PER_DAY, is_slow_clock_on, may_move, set_slow_clock
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, back
from setpoint.web.jobs import WALK

DEMO = "simulation.pass_days"
STEPS = {"day": 1, "week": 7}
# a longer way is walked in parts
FARTHEST = timedelta(days=5 * 366)
MOVED_SECONDS = 60


@dataclass(frozen=True)
class Mover:
    """What moves time here: the job's name, and whether it can walk to a date."""

    job: str
    to_date: bool
    demo: bool


class MoveForm(forms.Form):
    """A step, or a day to walk to."""

    step = forms.ChoiceField(choices=[(key, key) for key in STEPS], required=False)
    until = forms.DateField(
        label=gettext_lazy("To the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def days(self, today: date) -> int:
        """Return how many days are to pass, 0 where the form does not say it rightly."""
        if self.cleaned_data.get("step"):
            return STEPS[self.cleaned_data["step"]]
        until = self.cleaned_data.get("until")
        if until is None:
            self.add_error("until", _("Say to which day."))
        elif not today < until <= today + FARTHEST:
            self.add_error("until", _("Company time moves forward only, and by five years at most at a time."))
        return 0 if self.errors or until is None else (until - today).days


def company_time(request: StaffRequest) -> HttpResponse:
    """Show company time and what moves it; move it."""
    mover = mover_for(request)
    form = MoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if mover is None:
            raise PermissionDenied
        days = form.days(company_today()) if form.is_valid() else 0
        if days:
            _move(mover, days, actor(request))
            return _moving(request) if request.headers.get("HX-Request") else back(request, "company_time")
        if request.headers.get("HX-Request"):
            warn(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return HttpResponse(headers={"HX-Reswap": "none"})
    context: dict[str, Any] = {
        "mover": mover,
        "form": form,
        "next_due": next_due(),
        "job": live_job(),
        "slow_clock": mover is not None and mover.demo and is_slow_clock_on(),
    }
    parts = {"company-time-panel": "web/company_time/panel.html"}
    return answer(request, "web/company_time/page.html", context, parts=parts, status=422 if form.is_bound else 200)


@require_POST
def present(request: StaffRequest) -> HttpResponse:
    """End a replay whose export has nothing more to tell: company time is the present again."""
    mover = mover_for(request)
    if mover is None or mover.demo:
        raise PermissionDenied
    try:
        end(by=actor(request))
    except ValidationError as error:
        warn(request, " ".join(error.messages))
    else:
        say(request, _("Company time is the present again."))
    return back(request, "company_time")


def moving(request: StaffRequest) -> HttpResponse:
    """Show how far time has moved; the page comes anew when it stands, 204 where nothing moves."""
    return _moving(request)


@require_POST
def slow_clock(request: StaffRequest) -> HttpResponse:
    """Switch on or off that days of the demo company pass by themselves."""
    on = request.POST.get("on") == "1"
    try:
        set_slow_clock(seconds_per_day=SECONDS_PER_DAY if on else None, by=actor(request))
    except ValidationError as refused:
        warn(request, " ".join(refused.messages))
    else:
        say(request, _("A day passes every minute.") if on else _("Days pass only when you let them."))
    return back(request, "company_time")


def mover_for(request: StaffRequest) -> Mover | None:
    """Return what moves time for this person, None where he may not or time is the present."""
    by = actor(request)
    if request.company.is_demo:
        return Mover(DEMO, to_date=False, demo=True) if may_move(by) else None
    if abs((company_now() - machine_now()).total_seconds()) <= MOVED_SECONDS or not scope_of(by, IMPORT, "create"):
        return None
    return Mover(WALK, to_date=True, demo=False)


def live_job() -> Job | None:
    """Return the job that moves time now."""
    return Job.objects.filter(name__in=(WALK, DEMO), state__in=LIVE).order_by("pk").first()


@transaction.atomic
def _move(mover: Mover, days: int, by: Actor) -> None:
    if mover.demo:
        enqueue(mover.job, {"days": days}, key=mover.job, by=by)
        return
    today = company_today()
    until = today + timedelta(days=days)
    enqueue(mover.job, {"begin": today.isoformat(), "until": until.isoformat()}, key=mover.job, by=by)


def _moving(request: StaffRequest) -> HttpResponse:
    job = live_job()
    if job is None and "was" not in request.GET and request.method == "GET":
        return HttpResponse(status=204)
    if job is None:
        failed = Job.objects.filter(pk=_number(request.GET.get("was", "")), state=JobState.FAILED).first()
        if failed is None:
            mover = mover_for(request)
            if mover is not None and not mover.demo and next_due() is None:
                say(request, _("The export's last day is reached: you can return to today."))
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "web/company_time/moving.html", {"failed": True})
    return render(request, "web/company_time/moving.html", {"job": job})


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
