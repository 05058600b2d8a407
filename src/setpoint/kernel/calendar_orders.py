"""Changing when the company or a team works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.calendars import regions, working_time
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.hours import Hours, write_hours
from setpoint.kernel.models import BusinessCalendar, Company, OwnDay, Shift, Team
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, require, scope_of
from setpoint.kernel.refs import Ref

KIND = "kernel.calendar"
govern(GovernedKind(KIND, gettext_lazy("Working time"), ("see", "change"), scopes=(Scope.ALL,)))
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@fact_type("kernel.calendar_changed", sentence=gettext_noop("{actor} changed the working time of {whose}"))
@dataclass(frozen=True)
class CalendarChanged:
    """Shifts of the week, or whose holidays are kept; old and new stand in the fact's changes."""

    whose: str


@fact_type("kernel.own_day_set", sentence=gettext_noop("{actor} set the working time of {whose} on {day}"))
@dataclass(frozen=True)
class OwnDaySet:
    """A day became otherwise than its weekday and the holidays say, or is so no longer."""

    whose: str
    day: str


@fact_type("kernel.calendar_dropped", sentence=gettext_noop("{actor} let {whose} work by the calendar above again"))
@dataclass(frozen=True)
class CalendarDropped:
    """A team has no calendar of its own any more."""

    whose: str


@register_visible(KIND)
def visible_calendars(actor: Actor) -> QuerySet[BusinessCalendar]:
    """Return the calendars: when people work is no secret among them, what was changed is seen by right."""
    found = BusinessCalendar.objects.all()
    return found if scope_of(actor, KIND, "see") else found.none()


@transaction.atomic
def set_week(
    team: Team | None,
    week: Sequence[Hours],
    *,
    country: str = "",
    region: str = "",
    keeps_holidays: bool = True,
    by: Actor,
) -> BusinessCalendar:
    """State the shifts of each weekday, Monday first, and whose holidays are kept. What is as it was writes no fact.

    An empty country is the company's. ValidationError for a week without work or a region that is not known.
    """
    require(by, KIND, "change")
    if len(week) != len(DAYS) or not any(week):
        raise ValidationError(_("Somebody has to work on some day of the week."))
    company = Company.objects.values_list("country", flat=True).first() or ""
    if region and region not in regions(country or company):
        raise ValidationError({"region": _("There is no such region.")})
    row, is_new = BusinessCalendar.objects.select_for_update().get_or_create(team=team)
    before = working_time(team.pk if team else None) if not is_new else None
    changes: dict[str, list[object]] = {
        name: [write_hours(before.week[number]) if before else "", write_hours(tuple(hours))]
        for number, (name, hours) in enumerate(zip(DAYS, week, strict=True))
        if before is None or before.week[number] != tuple(hours)
    }
    for name, value in (("country", country), ("region", region), ("keeps_holidays", keeps_holidays)):
        if getattr(row, name) != value:
            changes[name] = [getattr(row, name), value]
            setattr(row, name, value)
    if not changes:
        return row
    row.save()
    row.shifts.all().delete()
    Shift.objects.bulk_create(
        Shift(calendar=row, weekday=number, begins=begins, ends=ends)
        for number, hours in enumerate(week)
        for begins, ends in hours
    )
    _emit(CalendarChanged(_whose(team)), row, by, changes)
    return row


@transaction.atomic
def set_day(team: Team | None, day: date, hours: Hours | None, *, name: str = "", by: Actor) -> None:
    """Say how a day is worked, () for a day off; None lets it be as its weekday and the holidays say.

    ValidationError where the team has no calendar of its own yet, or the day is none of its own.
    """
    require(by, KIND, "change")
    row = BusinessCalendar.objects.select_for_update().filter(team=team).first()
    if row is None:
        raise ValidationError(_("State the week first."))
    before = OwnDay.objects.filter(calendar=row, day=day).first()
    if hours is None and before is None:
        raise ValidationError(_("This day is as its weekday says."))
    if hours is None:
        OwnDay.objects.filter(calendar=row, day=day).delete()
    else:
        values = {"shifts": [list(shift) for shift in hours], "name": name[:120]}
        OwnDay.objects.update_or_create(calendar=row, day=day, defaults=values)
    old = _said(tuple((a, b) for a, b in before.shifts)) if before else ""
    changes: dict[str, list[object]] = {day.isoformat(): [old, "" if hours is None else _said(hours)]}
    _emit(OwnDaySet(_whose(team), day.isoformat()), row, by, changes)


@transaction.atomic
def drop(team: Team, *, by: Actor) -> None:
    """Let a team work by the calendar of the team above, or the company's. ValidationError where it does."""
    require(by, KIND, "change")
    row = BusinessCalendar.objects.select_for_update().filter(team=team).first()
    if row is None:
        raise ValidationError(_("This team has no calendar of its own."))
    _emit(CalendarDropped(team.name), row, by, {})
    row.delete()


def _said(hours: Hours) -> str:
    return write_hours(hours) or "0"


def _whose(team: Team | None) -> str:
    return team.name if team else Company.objects.values_list("name", flat=True).get()


def _emit(payload: object, row: BusinessCalendar, by: Actor, changes: dict[str, list[object]]) -> None:
    about = Ref(KIND, row.pk)
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now(), changes=changes))
