"""The fluid programme: equals alike, nothing for the absent, prices that scale with money, speed of a large team."""

from dataclasses import replace

import numpy as np
import pytest

from setpoint.analysis.fluid import Team, solve


def team(owners: int, *, weeks: int = 8, load: float = 0.92, capacity: float = 65.0) -> Team:
    arrivals = load * capacity * owners / 6.1
    return Team(
        stock=np.tile([6.0, 7.0, 6.0, 4.0], (owners, 1)),
        advance=np.tile([0.18, 0.15, 0.14, 0.16], (owners, 1)),
        end=np.array([0.22, 0.10, 0.08, 0.10]),
        most=np.array([5.0, 2.5, 2.5, 2.5]),
        fade=np.array([0.30, 0.06, 0.06, 0.05]),
        capacity=np.full((owners, weeks), capacity),
        arrivals=np.full(weeks, arrivals),
        value=1_000.0,
        weight=np.ones(weeks),
        after=np.array([0.11, 0.25, 0.40, 0.63]),
    )


def test_equal_owners_get_equal_shares():
    week = solve(team(6))
    assert week.routing == pytest.approx(np.full(6, 1 / 6), abs=0.01)
    assert week.touch_price == pytest.approx(np.full(6, week.touch_price[0]), rel=0.02)


def test_an_absent_owner_gets_less_than_two_per_cent():
    told = team(6)
    told.capacity[2] = 0
    assert solve(told).routing[2] < 0.02


def test_twice_the_money_doubles_prices_and_leaves_routing_alone():
    told = team(5)
    told.capacity[:] *= np.array([0.6, 0.8, 1.0, 1.2, 1.4])[:, None]
    once, twice = solve(told), solve(replace(told, value=2 * told.value))
    assert twice.routing == pytest.approx(once.routing, abs=0.01)
    assert twice.touch_price == pytest.approx(2 * once.touch_price, rel=0.02)
    assert twice.item_price == pytest.approx(2 * once.item_price, rel=0.02)


def test_who_can_do_more_gets_more():
    told = team(3)
    told.capacity[:] *= np.array([0.7, 1.0, 1.3])[:, None]
    shares = solve(told).routing
    assert shares[0] < shares[1] < shares[2]


def test_where_there_is_too_much_to_do_a_touch_is_worth_more():
    assert solve(team(4, load=1.4)).touch_price.mean() > solve(team(4, load=0.8)).touch_price.mean()


def test_the_same_team_is_planned_the_same_way():
    assert (solve(team(6)).routing == solve(team(6)).routing).all()


def test_numbers_that_are_none_are_refused_by_name():
    told = team(3)
    told.stock[0, 0] = np.nan
    with pytest.raises(ValueError, match="stock of the team holds a number that is none"):
        solve(told)
    with pytest.raises(ValueError, match="never negative"):
        solve(replace(team(3), arrivals=np.full(8, -1.0)))
