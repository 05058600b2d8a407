"""The calendars there are; one calendar: its week, its public holidays, its own days."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel import calendar_orders
from setpoint.kernel.calendars import holiday_names, working_time
from setpoint.kernel.clock import company_today
from setpoint.kernel.hours import write_hours
from setpoint.kernel.models import BusinessCalendar, Team
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.working_time.forms import DayForm, WeekForm


def calendars(request: StaffRequest) -> HttpResponse:
    """List whose calendars there are."""
    _must(request)
    own = set(BusinessCalendar.objects.filter(team__isnull=False).values_list("team_id", flat=True))
    teams = list(Team.objects.order_by("name"))
    context = {
        "own": [team for team in teams if team.pk in own],
        "others": [team for team in teams if team.pk not in own],
    }
    return answer(request, "web/working_time/list.html", context)


def company_calendar(request: StaffRequest) -> HttpResponse:
    """Show and save the company's calendar."""
    _must(request)
    return _calendar(request, None)


def team_calendar(request: StaffRequest, team_id: int) -> HttpResponse:
    """Show and save a team's calendar; DELETE lets it work by the one above."""
    _must(request)
    team = get_object_or_404(Team, pk=team_id)
    return _dropped(request, team) if verb(request) == "DELETE" else _calendar(request, team)


def _calendar(request: StaffRequest, team: Team | None) -> HttpResponse:
    row = BusinessCalendar.objects.filter(team=team).first()
    working = working_time(team.pk if team else None)
    form = WeekForm(working, row, request.company.country, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            calendar_orders.set_week(
                team,
                form.week(),
                country=said["country"],
                region=said["region"],
                keeps_holidays=said["keeps_holidays"],
                by=actor(request),
            )
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Saved."))
            return _back(team.pk if team else 0)
    year = company_today().year
    language = get_language() or "en"
    public = [pair for each in (year, year + 1) for pair in holiday_names(working, each, language).items()]
    context: dict[str, Any] = {
        "form": form,
        "team": team,
        "row": row,
        "day_form": DayForm(),
        "own_days": _own_days(row),
        "public": public if working.country else [],
        "today": company_today(),
    }
    return answer(request, "web/working_time/calendar.html", context, status=422 if form.is_bound else 200)


@require_POST
def own_days(request: StaffRequest, team_id: int = 0) -> HttpResponse:
    """Set a day of one's own; DELETE takes it back."""
    _must(request)
    team = get_object_or_404(Team, pk=team_id) if team_id else None
    form = DayForm(request.POST)
    if not form.is_valid():
        warn(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return _back(team_id)
    said = form.cleaned_data
    hours = None if verb(request) == "DELETE" else said["hours"]
    try:
        calendar_orders.set_day(team, said["day"], hours, name=said["name"], by=actor(request))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    else:
        say(request, _("Saved."))
    return _back(team_id)


def _dropped(request: StaffRequest, team: Team) -> HttpResponse:
    try:
        calendar_orders.drop(team, by=actor(request))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return HttpResponseRedirect(reverse("working_time"))


def _own_days(row: BusinessCalendar | None) -> list[tuple[date, str, str]]:
    if row is None:
        return []
    days = row.own_days.filter(day__gte=company_today().replace(month=1, day=1)).order_by("day")
    return [(one.day, one.name, write_hours(tuple((a, b) for a, b in one.shifts))) for one in days]


def _back(team_id: int) -> HttpResponseRedirect:
    name, arguments = ("team_calendar", [team_id]) if team_id else ("company_calendar", [])
    return HttpResponseRedirect(reverse(name, args=arguments))


def _must(request: StaffRequest) -> None:
    if not scope_of(actor(request), calendar_orders.KIND, "change"):
        raise PermissionDenied
