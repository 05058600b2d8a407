"""When people work: shifts, public holidays with the days moved by decree, own days, teams with ways of their own."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from setpoint.analysis.calendar import business_calendar
from setpoint.journal.models import Fact
from setpoint.kernel import calendar_orders
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.calendars import USUAL_WEEK, WorkingTime, days_off, working_time
from setpoint.kernel.hours import parse_hours, write_hours
from setpoint.kernel.models import Company
from setpoint.loop.act.calendar import after_working_days
from setpoint.loop.plan.calendar import company_calendar
from tests.cast import MONDAY, Cast

MOSCOW = ZoneInfo("Europe/Moscow")
RUSSIA = WorkingTime(USUAL_WEEK, "RU", zone=MOSCOW)
NINE, SIX = 540, 1080
NIGHT = ((22 * 60, 30 * 60),)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        # decrees on moved days of 2024, 2025 and 2026
        (date(2024, 4, 27), True),
        (date(2024, 4, 29), False),
        (date(2024, 4, 30), False),
        (date(2024, 11, 2), True),
        (date(2024, 12, 28), True),
        (date(2024, 12, 30), False),
        (date(2025, 5, 2), False),
        (date(2025, 5, 8), False),
        (date(2025, 6, 13), False),
        (date(2025, 11, 1), True),
        (date(2025, 11, 3), False),
        (date(2025, 12, 31), False),
        (date(2026, 1, 9), False),
        (date(2026, 3, 9), False),
        (date(2026, 5, 11), False),
        (date(2026, 12, 31), False),
        (date(2026, 3, 10), True),
    ],
)
def test_russia_works_and_rests_as_its_government_decreed(day: date, works: bool) -> None:
    assert RUSSIA.works(day) is works


def test_a_region_keeps_holidays_of_its_own() -> None:
    augsburg, germany = WorkingTime(USUAL_WEEK, "DE", "BY"), WorkingTime(USUAL_WEEK, "DE")
    corpus_christi = date(2026, 6, 4)
    assert (augsburg.works(corpus_christi), germany.works(corpus_christi)) == (False, True)


def test_a_calendar_nobody_has_stated_is_what_the_mathematics_had_before(cast: Cast) -> None:
    Company.objects.update(country="RU")
    first, last = date(2024, 1, 1), date(2026, 12, 31)
    before, now = business_calendar(first, last, country="RU"), company_calendar(first, last)
    assert (now.first, now.weights.tolist()) == (before.first, before.weights.tolist())


def test_several_shifts_and_a_night_are_worked_through() -> None:
    day = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
    shop = WorkingTime((day, day, NIGHT, (), (), (), ()))
    begin = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday
    assert shop.after_working_time(begin, timedelta(hours=2)) == datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    assert shop.after_working_time(begin, timedelta(hours=14)) == datetime(2026, 3, 4, 23, 0, tzinfo=UTC)
    assert shop.after_working_time(begin, timedelta(hours=20)) == datetime(2026, 3, 5, 5, 0, tzinfo=UTC)
    assert shop.working_time(begin, datetime(2026, 3, 5, 5, 0, tzinfo=UTC)) == timedelta(hours=20)
    assert shop.working_time(begin, datetime(2026, 3, 9, 10, 0, tzinfo=UTC)) == timedelta(hours=22)


def test_a_night_in_which_clocks_change_is_shorter() -> None:
    berlin = WorkingTime((NIGHT,) * 7, zone=ZoneInfo("Europe/Berlin"))
    begin = datetime(2026, 3, 28, 22, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert berlin.working_time(begin, begin + timedelta(hours=12)) == timedelta(hours=7)


def test_a_team_works_by_its_own_calendar_else_by_that_above(cast: Cast) -> None:
    weekend = ((), (), (), (), (), ((NINE, SIX),), ((NINE, SIX),))
    calendar_orders.set_week(cast.south, weekend, country="DE", by=SYSTEM)
    saturday = date(2026, 3, 7)
    assert working_time(cast.south.pk).works(saturday)
    assert not working_time(cast.north.pk).works(saturday)
    off = days_off([cast.north.pk, cast.south.pk], MONDAY.date(), 7)
    assert off == {cast.south.pk: [True, True, True, True, True, False, False]}
    calendar_orders.drop(cast.south, by=SYSTEM)
    assert not working_time(cast.south.pk).works(saturday)


def test_an_own_day_counts_before_the_holiday_and_deadlines_follow(cast: Cast) -> None:
    assert after_working_days(MONDAY, 2) == datetime(2026, 3, 5, tzinfo=UTC)
    calendar_orders.set_week(None, USUAL_WEEK, by=SYSTEM)
    calendar_orders.set_day(None, date(2026, 3, 3), (), name="Stocktaking", by=SYSTEM)
    calendar_orders.set_day(None, date(2026, 3, 7), ((NINE, 780),), by=SYSTEM)
    assert after_working_days(MONDAY, 2) == datetime(2026, 3, 6, tzinfo=UTC)
    assert working_time().weight(date(2026, 3, 7)) == pytest.approx(240 / 540)
    fact = Fact.objects.filter(kind="kernel.own_day_set").earliest("pk")
    assert fact.changes == {"2026-03-03": ["", "0"]}
    calendar_orders.set_day(None, date(2026, 3, 3), None, by=SYSTEM)
    assert after_working_days(MONDAY, 2) == datetime(2026, 3, 5, tzinfo=UTC)


def test_what_was_stated_is_a_fact_once(cast: Cast) -> None:
    week = (((8 * 60, 17 * 60),), *USUAL_WEEK[1:])
    calendar_orders.set_week(None, USUAL_WEEK, by=SYSTEM)
    calendar_orders.set_week(None, week, by=SYSTEM)
    calendar_orders.set_week(None, week, by=SYSTEM)
    facts = Fact.objects.filter(kind="kernel.calendar_changed").order_by("pk")
    assert [fact.changes for fact in facts][1:] == [{"monday": ["9:00–18:00", "8:00–17:00"]}]


def test_refusals_change_nothing(cast: Cast) -> None:
    before = Fact.objects.count()
    with pytest.raises(PermissionDenied):
        calendar_orders.set_week(None, USUAL_WEEK, by=Actor.of(cast.henry))
    with pytest.raises(ValidationError, match="some day"):
        calendar_orders.set_week(None, ((),) * 7, by=SYSTEM)
    with pytest.raises(ValidationError, match="region"):
        calendar_orders.set_week(None, USUAL_WEEK, country="DE", region="XX", by=SYSTEM)
    with pytest.raises(ValidationError, match="week first"):
        calendar_orders.set_day(None, MONDAY.date(), (), by=SYSTEM)
    assert (Fact.objects.count(), working_time().is_stated) == (before, False)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", ()),
        ("9-18", ((540, 1080),)),
        ("14:00–18:30, 9:00–13:00", ((540, 780), (840, 1110))),
        ("22:00-6:00", ((1320, 1800),)),
        ("0:00-24:00", ((0, 1440),)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hours: object) -> None:
    assert parse_hours(text) == hours


@pytest.mark.parametrize("text", ["nine", "9", "25-26", "9:60-10", "9-13, 12-18", "9-18-20"])
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        parse_hours(text)


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1440)), max_size=4))
def test_hours_come_back_as_they_were_written(pairs: list[tuple[int, int]]) -> None:
    shifts = sorted((begins, begins + length) for begins, length in pairs)
    apart = all(one[1] <= other[0] for one, other in pairwise(shifts))
    if apart:
        assert parse_hours(write_hours(tuple(shifts))) == tuple(shifts)


def test_the_zone_of_the_company_is_that_of_its_shifts(cast: Cast) -> None:
    Company.objects.update(time_zone="Europe/Moscow")
    begins, _ends = next(working_time().spans(MONDAY - timedelta(hours=5)))
    assert begins.astimezone(MOSCOW).time() == time(9)
