"""Business days of a country, with days moved by decree."""

from datetime import date

import numpy as np
import pytest

from setpoint.analysis.calendar import business_calendar


def ordinals(*days: str):
    return np.array([date.fromisoformat(day).toordinal() for day in days])


def test_a_working_saturday_of_the_russian_calendar_counts_and_the_monday_given_for_it_does_not():
    calendar = business_calendar(date(2024, 4, 1), date(2024, 5, 31), country="RU")

    weights = calendar.weight(ordinals("2024-04-27", "2024-04-29", "2024-05-09", "2024-05-13"))

    assert weights.tolist() == [1.0, 0.0, 0.0, 1.0]


def test_own_days_off_and_own_workdays_win_over_the_week():
    calendar = business_calendar(
        date(2024, 6, 3),
        date(2024, 6, 9),
        extra_days_off=(date(2024, 6, 4),),
        extra_workdays=(date(2024, 6, 8),),
    )

    assert calendar.weights.tolist() == [1, 0, 1, 1, 1, 1, 0]


def test_a_day_off_has_the_index_of_the_working_day_before_it():
    calendar = business_calendar(date(2024, 6, 3), date(2024, 6, 16))
    friday, sunday, monday = ordinals("2024-06-07", "2024-06-09", "2024-06-10")

    assert calendar.index(np.array([friday, sunday, monday])).tolist() == [5, 5, 6]
    assert calendar.between(friday, monday) == 1
    assert calendar.working_days(friday, monday).tolist() == [monday]


def test_a_day_outside_the_calendar_is_refused_with_the_range_it_knows():
    calendar = business_calendar(date(2024, 6, 3), date(2024, 6, 16))

    with pytest.raises(ValueError, match=r"2024-06-03\.\.2024-06-16"):
        calendar.index(ordinals("2024-06-17"))


def test_months_of_a_quarter_are_counted_from_nought():
    calendar = business_calendar(date(2024, 3, 31), date(2024, 7, 1))

    assert calendar.month_of_quarter()[[0, 1, 31, 62, 92]].tolist() == [2, 0, 1, 2, 0]
