"""The calendar by day, week and month; on a small screen the same as an agenda."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from setpoint.domains.activities.permissions import KIND
from setpoint.kernel.calendars import WorkingTime, working_time
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of, within_scope
from setpoint.web.calendar.entries import Shown, entries
from setpoint.web.http import StaffRequest, actor, answer

SPANS = {"day": _("Day"), "week": _("Week"), "month": _("Month")}
FROM, UNTIL = 8, 19
HOUR = 60


@dataclass
class Cell:
    """A place that something can be dragged to: a day, or an hour of one; `works` where people do."""

    day: date
    moment: str
    works: bool
    outside: bool = False
    shown: list[Shown] = field(default_factory=list)


def calendar(request: StaffRequest) -> HttpResponse:
    """Show ?span=week of ?day=, of ?who= (me, everybody one sees, or a person)."""
    by = actor(request)
    if scope_of(by, KIND, "see") is None:
        raise PermissionDenied
    zone, now = company_zone(), company_now()
    today = now.astimezone(zone).date()
    span = request.GET.get("span", "week") if request.GET.get("span") in SPANS else "week"
    day = _day(request.GET.get("day", ""), today)
    first, last = _range(span, day)
    people = list(within_scope(by, User.objects.filter(is_active=True), KIND, "see", owner="pk").order_by("name"))
    who = request.GET.get("who", "me")
    begins, ends = (datetime.combine(each, time(), zone) for each in (first, last))
    found = entries(by, _whose(who, people, request.user.pk), begins, ends, zone)
    for one in found:
        one.activity.late = one.activity.is_late(now)
    days = [first + timedelta(days=number) for number in range((last - first).days)]
    working = working_time(request.user.team_id)
    context: dict[str, Any] = {
        "span": span,
        "spans": SPANS.items(),
        "day": day,
        "today": today,
        "first": first,
        "last": last - timedelta(days=1),
        "earlier": _step(span, day, -1),
        "further": _step(span, day, 1),
        "people": people if len(people) > 1 else [],
        "who": who,
        "own": who == "me",
        "agenda": [(each, [one for one in found if one.at.date() == each]) for each in days],
        "nothing": not found,
        "creates": scope_of(by, KIND, "create") is not None,
        "address": f"{reverse('calendar')}?span={span}&day={day.isoformat()}&who={who}",
        "days": days,
    }
    context |= {"weeks": _weeks(found, days, day, working)} if span == "month" else _hours(found, days, working)
    return answer(request, "web/calendar/page.html", context, parts={"calendar": "web/calendar/calendar.html"})


def _hours(found: list[Shown], days: list[date], working: WorkingTime) -> dict[str, Any]:
    """Return the rows of hours with a cell for each day, and the row of what takes whole days."""
    shifts = {day: working.hours(day) for day in days}
    timed = [one for one in found if not one.activity.all_day]
    worked = [minute for hours in shifts.values() for begins, ends in hours for minute in (begins, ends)]
    begins = min([FROM, *(minute // HOUR for minute in worked), *(one.at.hour for one in timed)])
    ends = max([UNTIL, *(min(24, -(-minute // HOUR)) for minute in worked), *(one.at.hour + 1 for one in timed)])
    rows = []
    for hour in range(begins, ends):
        cells = [Cell(day, f"{day.isoformat()}T{hour:02}:00", _works(shifts[day], hour)) for day in days]
        for cell in cells:
            cell.shown = [one for one in timed if one.at.date() == cell.day and one.at.hour == hour]
        rows.append((f"{hour:02}:00", cells))
    whole = [Cell(day, day.isoformat(), bool(shifts[day])) for day in days]
    for cell in whole:
        cell.shown = [one for one in found if one.activity.all_day and one.at.date() == cell.day]
    return {"rows": rows, "whole": whole}


def _weeks(found: list[Shown], days: list[date], day: date, working: WorkingTime) -> list[list[Cell]]:
    cells = [Cell(each, each.isoformat(), working.works(each), outside=each.month != day.month) for each in days]
    for cell in cells:
        cell.shown = [one for one in found if one.at.date() == cell.day]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _works(shifts: tuple[tuple[int, int], ...], hour: int) -> bool:
    return any(begins < (hour + 1) * HOUR and ends > hour * HOUR for begins, ends in shifts)


def _whose(who: str, people: list[User], me: int) -> list[int]:
    if who == "all":
        return [one.pk for one in people]
    if who.isascii() and who.isdigit() and (chosen := [one.pk for one in people if one.pk == int(who)]):
        return chosen
    return [me]


def _day(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    # a year on either side can still be drawn
    return found if date.min.year < found.year < date.max.year else today


def _range(span: str, day: date) -> tuple[date, date]:
    """Return [first, last) of what is shown; a month with the whole weeks at its ends."""
    if span == "day":
        return day, day + timedelta(days=1)
    if span == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=7)
    first = day.replace(day=1)
    end = day.replace(day=monthrange(day.year, day.month)[1])
    return first - timedelta(days=first.weekday()), end + timedelta(days=7 - end.weekday())


def _step(span: str, day: date, by: int) -> date:
    if span != "month":
        return day + timedelta(days=by * (7 if span == "week" else 1))
    month = day.month - 1 + by
    return date(day.year + month // 12, month % 12 + 1, 1)
