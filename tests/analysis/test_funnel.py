"""The reverse funnel with lags: what must come in, until when, and that it then does reach the plan."""

from datetime import date

import numpy as np
import pytest

from setpoint.analysis.exposure import count_trials
from setpoint.analysis.funnel import horizon_of_influence, lead_days, maturity, need, reachable, required_rate
from setpoint.analysis.markov import Hazards, fit_hazards, outlook
from tests.analysis.worlds import World, chance_to_win, every_day

CALENDAR = every_day()
NOW, LAST = date(2024, 9, 30).toordinal(), date(2024, 12, 31).toordinal()
DAYS = LAST - NOW
ENTRY = np.array([1.0, 0.0])
WORLD = World()
NO_SEASON = np.zeros(DAYS, dtype=np.int64)


def law(world: World) -> Hazards:
    """The world's own hazards, not estimated ones."""
    move = np.zeros((2, 1, 2))
    move[:, 0, 1] = world.move
    move[[0, 1], 0, [0, 1]] += world.touch
    return Hazards(np.array([1]), np.array(world.win)[:, None, None], np.array(world.lose)[:, None, None], move)


def growth():
    return maturity(outlook(law(WORLD), NO_SEASON).win, ENTRY)


def test_maturity_is_the_exact_chance_of_the_world():
    exact = [chance_to_win(WORLD, 0, days) for days in (0, 1, 10, 92)]

    assert growth()[[0, 1, 10, 92]].tolist() == pytest.approx(exact)


def test_the_required_rate_simulated_reaches_the_plan_on_average():
    target, value = 60_000.0, 1000.0
    rate = required_rate(target, value, lead_days(CALENDAR, NOW, LAST, growth()))

    rng = np.random.default_rng(12)
    arrivals = rng.poisson(rate, (3000, DAYS))
    chance = np.array([chance_to_win(WORLD, 0, DAYS - 1 - day) for day in range(DAYS)])
    revenue = value * rng.binomial(arrivals, chance).sum(axis=1)

    assert revenue.mean() == pytest.approx(target, rel=0.02)


def test_the_naive_division_by_the_win_rate_asks_for_too_little():
    lagged = required_rate(60_000.0, 1000.0, lead_days(CALENDAR, NOW, LAST, growth()))
    naive = 60_000.0 / 1000.0 / chance_to_win(WORLD, 0, 1000) / DAYS

    assert lagged > 1.2 * naive


def test_a_covered_plan_needs_nothing_and_a_dead_funnel_cannot_be_fed():
    assert required_rate(-1.0, 1000.0, 5.0) == 0.0
    assert required_rate(1000.0, 1000.0, 0.0) == float("inf")


def test_a_plan_beyond_the_greatest_rate_is_seen_as_out_of_reach():
    per_rate = lead_days(CALENDAR, NOW, LAST, growth())

    best = reachable(10_000.0, 1000.0, per_rate, most=4.0)

    assert required_rate(best - 10_000.0, 1000.0, per_rate) == pytest.approx(4.0)
    assert required_rate(best * 1.5 - 10_000.0, 1000.0, per_rate) > 4.0


def test_new_leads_stop_mattering_before_the_end_and_later_for_quicker_funnels():
    final = chance_to_win(WORLD, 0, 1000)
    quick = World(move=(0.3, 0.0), win=(0.0, 0.3))
    quick_growth = maturity(outlook(law(quick), NO_SEASON).win, ENTRY)

    slow_day = horizon_of_influence(CALENDAR, NOW, LAST, growth(), final)
    quick_day = horizon_of_influence(CALENDAR, NOW, LAST, quick_growth, chance_to_win(quick, 0, 1000))

    assert NOW < slow_day < quick_day < LAST
    assert growth()[LAST - slow_day] >= 0.1 * final > growth()[LAST - slow_day - 1]
    assert horizon_of_influence(CALENDAR, NOW, LAST, growth() * 0, final) is None


def test_entries_and_touches_are_what_the_world_does():
    chances = need(
        law(WORLD),
        CALENDAR,
        NOW,
        LAST,
        positions_left=NO_SEASON,
        entry=ENTRY,
        rate=0.0,
        open_stage=np.zeros(100, dtype=np.int64),
        open_idle=np.zeros(100, dtype=np.int64),
    )

    assert chances.entries.tolist() == pytest.approx([0.0, 100 * 0.06 / 0.09], abs=0.05)
    assert chances.touches[0] == pytest.approx(100 * 0.20 / 0.09, rel=0.01)


def test_arrivals_are_counted_at_the_stage_where_they_enter():
    chances = need(
        law(WORLD),
        CALENDAR,
        NOW,
        LAST,
        positions_left=NO_SEASON,
        entry=ENTRY,
        rate=2.0,
        open_stage=np.zeros(0, dtype=np.int64),
        open_idle=np.zeros(0, dtype=np.int64),
    )

    assert chances.arrivals == 2.0 * DAYS
    assert chances.entries[0] == 2.0 * DAYS
    assert 0 < chances.entries[1] < 2.0 * DAYS * 0.06 / 0.09


def test_estimated_hazards_give_nearly_the_same_maturity():
    flow = World(arrivals=25.0).live(seed=3)
    hazards = fit_hazards(count_trials(flow.spells, CALENDAR, CALENDAR.last, stages=2))

    estimated = maturity(outlook(hazards, NO_SEASON).win, ENTRY)

    assert estimated[[20, 92]].tolist() == pytest.approx(growth()[[20, 92]].tolist(), abs=0.03)
