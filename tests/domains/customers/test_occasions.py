"""Days that come: found in any part of the year, told once each."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.domains.customers.models import Occasion, OccasionKind
from setpoint.domains.customers.occasions import coming, next_day, turning, within
from setpoint.domains.customers.operations import details
from setpoint.domains.customers.operations.occasions import tell_near
from setpoint.journal.models import Fact
from setpoint.journal.reading import tell
from setpoint.kernel.actors import SYSTEM
from tests.cast import Cast

YEARLY = OccasionKind(key="birthday", yearly=True)


def born(cast: Cast, day: date) -> Occasion:
    return details.add(Occasion(party=cast.ivan, kind=OccasionKind.objects.get(key="birthday"), on=day), by=SYSTEM)


def test_who_turns_seventeen_within_thirty_days_is_found(cast):
    birthday = OccasionKind.objects.get(key="birthday")
    today = date(2026, 12, 20)
    soon, late = born(cast, date(2010, 1, 10)), born(cast, date(2010, 2, 1))
    eighteen = born(cast, date(2009, 1, 10))
    last = today + timedelta(days=30)
    assert list(turning(birthday, 17, today, last)) == [soon]
    assert list(turning(birthday, 18, today, last)) == [eighteen]
    assert list(turning(birthday, 17, date(2027, 1, 20), date(2027, 2, 20))) == [late]
    assert set(within(birthday, today, last)) == {soon, eighteen}


@given(born_on=st.dates(date(1930, 1, 1), date(2025, 12, 31)), today=st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_a_yearly_day_comes_within_a_year_and_turns_whole_years(born_on, today):
    row = Occasion(kind=YEARLY, on=born_on, month_day=born_on.month * 100 + born_on.day)
    day = next_day(row, today)
    assert day is not None
    assert today <= day < today + timedelta(days=367)
    assert (day.month, day.day) == (born_on.month, born_on.day) or (day.month, day.day) == (2, 28)
    one = coming(row, today)
    assert one is not None
    assert one.turns == day.year - born_on.year


def test_who_was_born_on_the_leap_day_turns_on_the_day_before_in_other_years(cast):
    row = born(cast, date(2008, 2, 29))
    assert next_day(row, date(2027, 2, 1)) == date(2027, 2, 28)
    assert next_day(row, date(2028, 2, 1)) == date(2028, 2, 29)
    assert list(within(row.kind, date(2027, 2, 20), date(2027, 2, 28))) == [row]
    assert list(turning(row.kind, 19, date(2027, 2, 20), date(2027, 2, 28))) == [row]


def test_a_near_day_is_told_once(cast):
    born(cast, date(2009, 3, 12))
    born(cast, date(2009, 4, 12))
    assert (tell_near(), tell_near()) == (1, 0)
    (told,) = tell(Fact.objects.filter(kind="customers.occasion_near"))
    assert (told.data["day"], told.data["turns"], told.data["days_left"]) == ("2026-03-12", 17, 10)


@pytest.mark.parametrize("day", [None])
def test_a_birthday_without_its_year_comes_too(cast, day):
    kind = OccasionKind.objects.get(key="birthday")
    row = details.add(Occasion(party=cast.ivan, kind=kind, on=day, month_day=310), by=SYSTEM)
    one = coming(row, date(2026, 3, 2))
    assert one is not None
    assert (one.day, one.turns) == (date(2026, 3, 10), None)
