"""How many items will come, and what wins are worth."""

from datetime import date

import numpy as np
import pytest

from setpoint.analysis.arrivals import arrival_rate
from setpoint.analysis.calendar import business_calendar
from setpoint.analysis.flow import Flow
from setpoint.analysis.spells import LOST, WON, Spells
from setpoint.analysis.values import learn_values

CALENDAR = business_calendar(date(2024, 1, 1), date(2024, 12, 31))
NOW = date(2024, 6, 28).toordinal()


def rate(days, node=None, **more):
    none = np.zeros(len(days), dtype=np.int64)
    return arrival_rate(days, none if node is None else node, none, CALENDAR, NOW, nodes=4, stages=2, **more)


def test_a_steady_flow_is_expected_on_working_days_only():
    days = np.repeat(CALENDAR.working_days(CALENDAR.first, NOW), 3)

    arrivals = rate(days)

    assert arrivals.rate == pytest.approx(3.0, rel=0.02)
    assert arrivals.expected(np.array([1.0, 0.0, 0.5])).tolist() == [arrivals.rate, 0.0, arrivals.rate / 2]


def test_recent_weeks_weigh_more():
    before = np.repeat(CALENDAR.working_days(CALENDAR.first, NOW - 28), 2)
    lately = np.repeat(CALENDAR.working_days(NOW - 28, NOW), 6)

    assert 3.5 < rate(np.concatenate((before, lately))).rate < 5.0


def test_a_season_is_taken_out():
    season = np.ones(len(CALENDAR.weights))
    season[NOW - 28 - CALENDAR.first + 1 :] = 3.0
    before = np.repeat(CALENDAR.working_days(CALENDAR.first, NOW - 28), 2)
    lately = np.repeat(CALENDAR.working_days(NOW - 28, NOW), 6)

    assert rate(np.concatenate((before, lately)), season=season).rate == pytest.approx(2.0, rel=0.02)


def test_active_nodes_share_as_they_did_and_idle_ones_get_nothing():
    days = np.repeat(CALENDAR.working_days(CALENDAR.first, NOW), 4)
    node = np.tile([1, 1, 1, 2], len(days) // 4)

    share = rate(days, node).share

    assert share.sum() == pytest.approx(1.0)
    assert share[[0, 3]].tolist() == [0.0, 0.0]
    assert 0.70 < share[1] < 0.75


def test_bursts_are_over_dispersed():
    weeks = CALENDAR.working_days(CALENDAR.first, NOW)[::5]
    bursts = np.concatenate([np.repeat(day, 40 if index % 3 == 0 else 2) for index, day in enumerate(weeks)])

    assert rate(bursts).r_week < 3
    assert rate(np.repeat(weeks, 10)).r_week > 1e6


def wins(realised, listed, node) -> Flow:
    count = len(realised)
    day = np.full(count, NOW - 10)
    outcome = np.where(np.isfinite(realised), WON, LOST)
    return Flow(
        Spells(np.zeros(count, int), day, day + 1, outcome),
        np.arange(count),
        np.asarray(node),
        np.asarray(listed, float),
        np.asarray(realised, float),
        np.ones(count, bool),
        np.zeros((0, count), int),
    )


def test_values_are_shrunk_to_the_mean_of_all_and_the_discount_is_learnt():
    values = learn_values(
        wins([90.0] * 20 + [180.0] * 20, [100.0] * 20 + [200.0] * 20, [1] * 20 + [2] * 20), NOW, nodes=3
    )

    assert values.by_node.tolist() == [135.0, 112.5, 157.5]
    assert values.ratio == pytest.approx((0.9, 0.0))
    assert values.cv == pytest.approx(1 / 3)


def test_the_amount_of_a_lost_deal_teaches_no_value():
    values = learn_values(wins([np.nan] * 6, [100.0] * 6, [0] * 6), NOW, nodes=1)

    assert values.by_node.tolist() == [0.0]
    assert values.ratio == (1.0, 0.0)
    assert values.listed == 100.0
