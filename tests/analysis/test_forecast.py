"""A period's forecast for company and owners, from a flow to P(hit), in a world whose law is known."""

import dataclasses
from datetime import date
from functools import cache

import numpy as np
import pytest

from setpoint.analysis.draws import OpenItems, tree_of
from setpoint.analysis.forecast import learn, look_ahead, play_out
from setpoint.analysis.season import periods_before
from tests.analysis.worlds import World, every_day

CALENDAR = every_day()
FIRST, LAST = date(2024, 7, 1).toordinal(), date(2024, 9, 30).toordinal()
TREE = tree_of(np.array([-1, 0, 0, 0, 0]), (0.06, 0.05))
PAST = periods_before(FIRST, months=3, since=CALENDAR.first)
NO_TARGET = np.full(5, np.nan)


@cache
def flow():
    return World().live(seed=11)


def prospects_on(now: int, known=None):
    model = learn(known or flow(), CALENDAR, now, stages=2, nodes=5, position=CALENDAR.month_of_quarter())
    return look_ahead(model, known or flow(), TREE, CALENDAR, first=FIRST, last=LAST, past=PAST)


def played(prospects, revenue_target=NO_TARGET, wins_target=NO_TARGET, seed=0):
    return play_out(prospects, TREE, revenue_target=revenue_target, wins_target=wins_target, seed=seed)


def actual_revenue():
    won = flow().won(FIRST, LAST)
    return float(flow().realised[won].sum())


@pytest.mark.parametrize("day", [0, 30, 60, 85])
def test_the_later_result_lies_within_two_sd_of_the_forecast(day):
    forecast = played(prospects_on(FIRST - 1 + day))

    assert abs(forecast.revenue.mean[0] - actual_revenue()) < 2 * forecast.revenue.sd[0]
    assert forecast.revenue.sd[0] < 0.2 * actual_revenue()


def test_owners_sum_to_the_company():
    forecast = played(prospects_on(FIRST + 30))

    assert forecast.revenue.mean[1:].sum() == pytest.approx(forecast.revenue.mean[0])
    assert forecast.wins.mean[1:].sum() == pytest.approx(forecast.wins.mean[0])


def test_at_the_end_every_plan_is_hit_or_missed():
    actual = actual_revenue()

    hit = played(prospects_on(LAST), revenue_target=np.append(actual, np.full(4, np.nan)))
    missed = played(prospects_on(LAST), revenue_target=np.append(actual + 1, np.full(4, np.nan)))

    assert (hit.revenue.p_hit[0], missed.revenue.p_hit[0]) == (1.0, 0.0)
    assert missed.revenue.money_at_risk[0] == pytest.approx(1.0)


def test_a_deal_more_never_lowers_any_chance_to_hit():
    prospects = prospects_on(FIRST + 40)
    target = 1.02 * played(prospects).revenue.mean
    richer = OpenItems(
        key=np.append(prospects.items.key, 10**9),
        node=np.append(prospects.items.node, 2),
        p=np.append(prospects.items.p, 0.4),
        value=np.append(prospects.items.value, 5000_00.0),
    )

    before = played(prospects, revenue_target=target).revenue.p_hit
    after = played(dataclasses.replace(prospects, items=richer), revenue_target=target).revenue.p_hit

    assert (after >= before).all()
    assert after[2] > before[2]
    assert (after[[1, 3, 4]] == before[[1, 3, 4]]).all()


def test_same_facts_same_seed_same_numbers():
    first, second = (played(prospects_on(FIRST + 20)).revenue.q90 for _ in range(2))

    assert first.tolist() == second.tolist()


def test_the_future_of_the_flow_changes_nothing():
    now = FIRST + 20

    whole = played(prospects_on(now))
    known_only = played(prospects_on(now, flow().known_at(now)))

    assert whole.revenue.q50.tolist() == known_only.revenue.q50.tolist()


def test_amounts_ten_times_greater_change_no_chance():
    now = FIRST + 20
    richer = dataclasses.replace(flow(), value=flow().value * 10, realised=flow().realised * 10)
    target = played(prospects_on(now)).revenue.mean

    p_hit = played(prospects_on(now), revenue_target=target).revenue.p_hit
    scaled = played(prospects_on(now, richer), revenue_target=target * 10).revenue.p_hit

    np.testing.assert_allclose(p_hit, scaled, atol=1e-3)


def test_a_company_without_history_gets_a_forecast_of_nothing_and_no_error():
    nothing = flow().known_at(CALENDAR.first - 1)

    model = learn(nothing, CALENDAR, FIRST, stages=2, nodes=5)
    prospects = look_ahead(model, nothing, TREE, CALENDAR, first=FIRST, last=LAST, past=np.zeros((0, 2), int))

    assert played(prospects).revenue.mean.tolist() == [0.0] * 5
