"""The plan is spread by the season of past periods, half-trusted after one of them."""

from datetime import date

import numpy as np
import pytest

from setpoint.analysis.calendar import EVERY_DAY, business_calendar
from setpoint.analysis.season import bin_shares, periods_before, plan_share

CALENDAR = business_calendar(date(2017, 1, 1), date(2017, 12, 31), week=EVERY_DAY)


def days_of(first: str, last: str):
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


Q1, Q2, Q3 = (
    days_of("2017-01-01", "2017-03-31"),
    days_of("2017-04-01", "2017-06-30"),
    days_of("2017-07-01", "2017-09-30"),
)


def test_one_past_period_moves_flat_shares_half_way_to_its_own():
    days = Q2[0] + np.array([5, 40, 80])

    shares = bin_shares(CALENDAR, np.array([Q2]), days, np.array([20.0, 30.0, 50.0]), bins=3)

    np.testing.assert_allclose(shares, [(1 / 3 + 0.2) / 2, (1 / 3 + 0.3) / 2, (1 / 3 + 0.5) / 2])


def test_two_past_periods_count_two_to_one_against_the_parent():
    days = np.array([Q1[0], Q2[0]])
    parent = np.array([0.2, 0.3, 0.5])

    shares = bin_shares(CALENDAR, np.array([Q1, Q2]), days, np.ones(2), bins=3, parent=parent)

    np.testing.assert_allclose(shares, [(2 + 0.2) / 3, 0.1, 0.5 / 3])


def test_without_history_the_parent_is_taken_as_it_is():
    empty = np.zeros((0, 2), dtype=np.int64)
    parent = np.array([0.2, 0.3, 0.5])

    shares = bin_shares(CALENDAR, empty, np.zeros(0, dtype=np.int64), np.zeros(0), bins=3, parent=parent)

    np.testing.assert_array_equal(shares, parent)


def test_a_plan_with_a_season_is_behind_the_straight_line_in_the_middle_and_whole_at_the_end():
    first, last = Q3

    plan = plan_share(CALENDAR, first, last, np.array([0.234, 0.332, 0.434]))

    assert plan.due(first - 1) == 0.0
    assert round(plan.due(first + 45), 3) == 0.395
    assert round(plan.due(last), 9) == 1.0


def test_nothing_is_due_on_a_day_off():
    calendar = business_calendar(date(2017, 7, 1), date(2017, 9, 30))

    plan = plan_share(calendar, calendar.first, calendar.last, np.full(13, 1 / 13))

    assert plan.daily[:2].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("first", "months"), [("2017-07-02", 3), ("2017-07-01", 0)])
def test_a_period_that_is_not_of_whole_months_is_refused(first, months):
    with pytest.raises(ValueError, match="whole months"):
        periods_before(date.fromisoformat(first).toordinal(), months=months, since=1)
