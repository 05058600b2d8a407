"""The budget of false alarms is kept in healthy worlds with estimated baselines; real falls are found at once."""

import numpy as np
import pytest

from setpoint.analysis.limits import budget_arl
from setpoint.analysis.monitor import Streams, watch

OWNERS, CHARTS, HISTORY, YEAR = 12, 6, 52, 52
WEEKS_A_MONTH = 4.33
MEANS = np.tile([30.0, 12.0, 8.0, 20.0, 5.0, 15.0], OWNERS)


def healthy(worlds: int, steps: int, seed: int, size: float = 10.0):
    rng = np.random.default_rng(seed)
    mean = np.tile(MEANS, worlds) * rng.gamma(20, 1 / 20, OWNERS * CHARTS * worlds)
    return rng.poisson(mean[:, None] * rng.gamma(size, 1 / size, (len(mean), steps))).astype(float)


def alarms_a_month(budget: float, worlds: int, seed: int) -> float:
    """False alarms per manager and month over a year, streams watched week by week; a new alarm counts once."""
    events = healthy(worlds, HISTORY + YEAR, seed)
    arl0 = np.full(len(events), budget_arl(OWNERS * CHARTS, WEEKS_A_MONTH, budget))
    alarm, frozen, raised = np.zeros(len(events), dtype=bool), np.full(len(events), -1), 0
    for week in range(HISTORY, HISTORY + YEAR):
        first = week - HISTORY
        seen = events[:, first : week + 1]
        for chart in range(CHARTS):
            rows = np.arange(chart, len(events), CHARTS)
            found = watch(
                Streams(seen[rows], np.ones_like(seen[rows])),
                arl0=arl0[rows],
                rho=0.7,
                rho_other=1.4,
                frozen=np.where(frozen[rows] >= 0, frozen[rows] - first, -1),
                lag=8,
            )
            fresh = found.over & ~alarm[rows]
            raised += int(fresh.sum())
            stays = np.where(alarm[rows], found.level >= found.limit / 2, found.over)
            frozen[rows] = np.where(stays, np.where(alarm[rows], frozen[rows], week - 8), -1)
            alarm[rows] = stays
    return raised / worlds / (YEAR / WEEKS_A_MONTH)


@pytest.mark.long
def test_budget_of_false_alarms_is_kept_in_healthy_worlds():
    assert 1.0 <= alarms_a_month(2.0, worlds=6, seed=1) <= 2.4


@pytest.mark.long
@pytest.mark.parametrize("budget", [0.8, 2.0])
def test_budget_of_false_alarms_is_kept_in_two_hundred_healthy_worlds(budget):
    assert 0.5 * budget <= alarms_a_month(budget, worlds=200, seed=2) <= 1.2 * budget


def fallen(left: float, days: int, seed: int, mean: float = 24.0, size: float = 20.0):
    rng = np.random.default_rng(seed)
    now = np.where(np.arange(180) < 180 - days, 1.0, left) * mean
    return rng.poisson(now * rng.gamma(size, 1 / size, (200, 180))).astype(float)


def test_demand_that_falls_by_three_tenths_is_found_within_days():
    arl0 = np.full(200, budget_arl(8, 21.7, 0.8))

    found = watch(Streams(fallen(0.7, 7, 3), np.ones((200, 180))), arl0=arl0, rho=0.7, rho_other=1.4)

    assert found.over.mean() > 0.5
    assert np.median(found.ratio[found.over]) == pytest.approx(0.7, abs=0.1)


def test_a_frozen_baseline_does_not_learn_the_fall():
    events, arl0 = fallen(0.6, 60, 4), np.full(200, 300.0)

    kept = watch(Streams(events, np.ones_like(events)), arl0=arl0, rho=0.7, rho_other=1.4, frozen=np.full(200, 110))

    assert kept.over.mean() > 0.9
    assert kept.baseline.mean() == pytest.approx(24, rel=0.03)


def test_rates_are_watched_on_what_was_decided():
    rng = np.random.default_rng(5)
    trials = rng.poisson(15, (100, 180)).astype(float)
    rate = np.where(np.arange(180) < 165, 0.2, 0.12)
    events = rng.binomial(trials.astype(int), rate).astype(float)

    found = watch(Streams(events, 0.2 * trials, trials), arl0=np.full(100, 300.0), rho=0.7, rho_other=1.4)

    assert found.over.mean() > 0.6


def test_without_enough_history_there_is_no_chart():
    short = watch(Streams(np.full((2, 12), 3.0), np.ones((2, 12))), arl0=np.full(2, 200.0), rho=0.7, rho_other=1.4)

    assert np.isnan(short.limit).all()
    assert not short.over.any()
