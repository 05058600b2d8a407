"""When people work: the hours of every day from shifts, public holidays and days of the company's or team's own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from setpoint.kernel.hours import Hours
from setpoint.kernel.models import BusinessCalendar, Company, Team

USUAL: Hours = ((9 * 60, 18 * 60),)
USUAL_WEEK: tuple[Hours, ...] = (USUAL, USUAL, USUAL, USUAL, USUAL, (), ())
# somebody works at all within a year, or an hour is never found
FARTHEST = 400


@dataclass(frozen=True)
class WorkingTime:
    """A calendar as it is asked. `is_stated` is False where nobody has said anything but the country."""

    week: tuple[Hours, ...]
    country: str = ""
    region: str = ""
    own: Mapping[date, Hours] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    is_stated: bool = True

    def hours(self, day: date) -> Hours:
        """Return the shifts of a day in minutes from its midnight; () for a day off.

        The company's own days count before public holidays, these before the week. A day to which work was moved
        by decree (a Russian working Saturday) has the hours of the first working day of the week.
        """
        if day in self.own:
            return self.own[day]
        off, on = public(self.country, self.region, day.year) if self.country else _NONE
        if day in off:
            return ()
        return self.week[day.weekday()] or (self._full if day in on else ())

    def works(self, day: date) -> bool:
        """Whether anybody works on a day."""
        return bool(self.hours(day))

    def weight(self, day: date) -> float:
        """Return the hours of a day as a share of the longest day of the week; a day of more hours counts as one."""
        longest = max(map(_minutes, self.week), default=0) or _minutes(USUAL)
        return min(1.0, _minutes(self.hours(day)) / longest)

    def weights(self, first: date, last: date) -> list[float]:
        """Return the weights of the days first..last."""
        return [self.weight(date.fromordinal(number)) for number in range(first.toordinal(), last.toordinal() + 1)]

    def spans(self, after: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the shifts that end after a moment, in order, for a bit more than a year."""
        local = after.astimezone(self.zone).date()
        for number in range(-1, FARTHEST):
            day = local + timedelta(days=number)
            for begins, ends in self.hours(day):
                span = self._at(day, begins), self._at(day, ends)
                if span[1] > after:
                    yield span

    def after_working_time(self, moment: datetime, wanted: timedelta) -> datetime:
        """Return when so much working time has passed since a moment. ValueError where nobody works for a year."""
        left = wanted
        for begins, ends in self.spans(moment):
            begun = max(begins, moment)
            if ends - begun >= left:
                return begun + left
            left -= ends - begun
        raise ValueError("nobody works within a year")

    def working_time(self, earlier: datetime, later: datetime) -> timedelta:
        """Return how much working time lies between two moments."""
        passed = timedelta()
        while earlier < later:
            end = earlier
            for begins, end in self.spans(earlier):
                if begins >= later:
                    return passed
                passed += max(timedelta(), min(end, later) - max(begins, earlier))
            if end == earlier:
                break
            earlier = end
        return passed

    @property
    def _full(self) -> Hours:
        return next((hours for hours in self.week if hours), USUAL)

    def _at(self, day: date, minutes: int) -> datetime:
        # the wall clock of the zone, compared as real time: a night in which clocks change is longer or shorter
        wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def working_time(team: int | None = None) -> WorkingTime:
    """Return the calendar of a team: its own, else that of the nearest team above, else the company's."""
    return _read(_lines([team])[team])


def of_teams(teams: Sequence[int]) -> dict[int, WorkingTime]:
    """Return the calendars of teams; a handful of queries for all."""
    lines = _lines(list(teams))
    read = {line: _read(line) for line in set(lines.values())}
    return {team: read[lines[team]] for team in teams}


def days_off(teams: Sequence[int], first: date, days: int) -> dict[int, list[bool]]:
    """Return for teams with a calendar other than the company's on which of so many days from `first` nobody works."""
    if not BusinessCalendar.objects.filter(team__isnull=False).exists():
        return {}
    company = working_time()
    return {
        team: [not working.works(first + timedelta(days=number)) for number in range(days)]
        for team, working in of_teams(teams).items()
        if working != company
    }


@lru_cache(maxsize=256)
def public(country: str, region: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return the public holidays of a year and the week-ends worked in it; both empty for a strange country."""
    try:
        known = holidays.country_holidays(country, subdiv=region or None, years=year)
    except NotImplementedError:
        return _NONE
    return frozenset(known.keys()), frozenset(known.weekend_workdays)


def holiday_names(working: WorkingTime, year: int, language: str) -> dict[date, str]:
    """Return the public holidays of a year by day, named in a language where the library can."""
    try:
        known = holidays.country_holidays(
            working.country, subdiv=working.region or None, years=year, language={"en": "en_US"}.get(language, language)
        )
    except NotImplementedError:
        return {}
    return dict(sorted(known.items()))


def regions(country: str) -> list[str]:
    """Return the regions of a country whose holidays are known; [] for a strange country."""
    return list(holidays.list_supported_countries().get(country, []))


_NONE: tuple[frozenset[date], frozenset[date]] = (frozenset(), frozenset())


def _minutes(hours: Hours) -> int:
    return sum(ends - begins for begins, ends in hours)


def _lines(teams: Sequence[int | None]) -> dict[int | None, BusinessCalendar | None]:
    """Return the row that counts for each team, None where nobody has stated any."""
    rows = {row.team_id: row for row in BusinessCalendar.objects.prefetch_related("shifts", "own_days")}
    parents = dict(Team.objects.values_list("pk", "parent_id")) if len(rows) > (None in rows) else {}

    def found(team: int | None) -> BusinessCalendar | None:
        seen: set[int] = set()
        while team is not None and team not in rows and team not in seen:
            seen.add(team)
            team = parents.get(team)
        return rows.get(team, rows.get(None))

    return {team: found(team) for team in teams}


def _read(row: BusinessCalendar | None) -> WorkingTime:
    country, zone_name = Company.objects.values_list("country", "time_zone").first() or ("", "UTC")
    zone = ZoneInfo(zone_name)
    if row is None:
        return WorkingTime(USUAL_WEEK, country, zone=zone, is_stated=False)
    week: list[list[tuple[int, int]]] = [[] for _day in range(7)]
    for shift in row.shifts.all():
        week[shift.weekday].append((shift.begins, shift.ends))
    own = {day.day: tuple((begins, ends) for begins, ends in day.shifts) for day in row.own_days.all()}
    kept = (row.country or country) if row.keeps_holidays else ""
    return WorkingTime(tuple(tuple(sorted(hours)) for hours in week), kept, row.region, own, zone)
