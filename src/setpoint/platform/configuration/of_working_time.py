"""When the company and teams with hours of their own work: weeks of shifts, holidays, days of their own."""

from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, SerializerFunctionWrapHandler, model_serializer

from setpoint.kernel.actors import Actor
from setpoint.kernel.calendar_orders import DAYS, set_day, set_week
from setpoint.kernel.calendars import working_time
from setpoint.kernel.hours import Hours, parse_hours, write_hours
from setpoint.kernel.models import BusinessCalendar, OwnDay, Team
from setpoint.platform.configuration.parts import AtError, Part, Strict, register


def as_written(text: str) -> str:
    """Return hours as the export writes them, so that a comparison tells of no hyphen; what is none, as it is."""
    with suppress(ValidationError):
        return write_hours(parse_hours(text))
    return text


def all_days(week: dict[str, str]) -> dict[str, str]:
    """Return a week in which every day is named."""
    return dict.fromkeys(DAYS, "") | week


HoursGiven = Annotated[str, AfterValidator(as_written)]
Week = Annotated[dict[str, HoursGiven], AfterValidator(all_days)]
Country = Annotated[str, Field(pattern=r"^([A-Z]{2})?$")]


class DayGiven(Strict):
    """A day that is otherwise than its weekday and the holidays say; no hours = a day off."""

    hours: HoursGiven = ""
    why: str = ""


class CalendarGiven(Strict):
    """Hours of weekdays ("9:00–13:00, 14:00–18:00"; one that is not named is off), and days of its own by date."""

    week: Week
    country: Country = ""
    region: str = ""
    keeps_holidays: bool = True
    days: dict[str, DayGiven] = {}


class TeamGiven(CalendarGiven):
    """The same of a team that is there, named with those above it: “Company / North”."""

    name: str


class WorkingTimeGiven(Strict):
    """What is not named stays."""

    company: CalendarGiven | None = None
    teams: list[TeamGiven] = []

    @model_serializer(mode="wrap")
    def _said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        told: dict[str, Any] = handler(self)
        return told if self.company is not None else {"teams": told["teams"]}


@register
class WorkingTimePart(Part):
    """Under `working_time`."""

    name = "working_time"
    order = 20
    schema = WorkingTimeGiven

    def export(self) -> Any:
        paths = {team.pk: path for path, team in _teams().items()}
        rows = BusinessCalendar.objects.prefetch_related("own_days")
        teams = {paths[row.team_id]: _exported(row) for row in rows if row.team_id}
        told: dict[str, Any] = {"teams": [{"name": name} | teams[name] for name in sorted(teams)]}
        of_company = next((row for row in rows if row.team_id is None), None)
        return told if of_company is None else {"company": _exported(of_company)} | told

    def apply(self, wanted: WorkingTimeGiven, *, by: Actor) -> None:
        if wanted.company is not None:
            _apply(None, wanted.company, ("company",), by)
        teams = _teams()
        for number, given in enumerate(wanted.teams):
            if given.name not in teams:
                raise AtError(("teams", number, "name"), _("There is no such team."))
            _apply(teams[given.name], given, ("teams", number), by)


def _teams() -> dict[str, Team]:
    """Return the teams by their names with those above."""
    rows = {team.pk: team for team in Team.objects.all()}

    def path(team: Team) -> str:
        return f"{path(rows[team.parent_id])} / {team.name}" if team.parent_id else team.name

    return {path(team): team for team in rows.values()}


def _exported(row: BusinessCalendar) -> dict[str, Any]:
    week = working_time(row.team_id).week
    days = sorted(row.own_days.all(), key=lambda one: one.day)
    return {
        "week": {name: write_hours(hours) for name, hours in zip(DAYS, week, strict=True)},
        "country": row.country,
        "region": row.region,
        "keeps_holidays": row.keeps_holidays,
        "days": {one.day.isoformat(): {"hours": write_hours(_shifts(one)), "why": one.name} for one in days},
    }


def _apply(team: Team | None, given: CalendarGiven, at: tuple[str | int, ...], by: Actor) -> None:
    for name in given.week:
        if name not in DAYS:
            raise AtError((*at, "week", name), ", ".join(DAYS))
    week = [_read(given.week.get(name, ""), (*at, "week", name)) for name in DAYS]
    try:
        row = set_week(
            team, week, country=given.country, region=given.region, keeps_holidays=given.keeps_holidays, by=by
        )
    except ValidationError as refusal:
        raise AtError((*at, "week"), " ".join(refusal.messages)) from refusal
    present = {one.day: (_shifts(one), one.name) for one in row.own_days.all()}
    for text, one in given.days.items():
        hours = _read(one.hours, (*at, "days", text, "hours"))
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise AtError((*at, "days", text), _("This value cannot be read.")) from None
        if present.get(day) != (hours, one.why):
            set_day(team, day, hours, name=one.why, by=by)


def _shifts(day: OwnDay) -> Hours:
    return tuple((begins, ends) for begins, ends in day.shifts)


def _read(text: str, at: tuple[str | int, ...]) -> Hours:
    try:
        return parse_hours(text)
    except ValidationError as refusal:
        raise AtError(at, " ".join(refusal.messages)) from refusal
