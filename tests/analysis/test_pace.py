"""The seasonal pace and the recent drift, the two correctives of the pipeline forecast."""

from datetime import date

import numpy as np
import pytest

from setpoint.analysis.drift import win_drift
from setpoint.analysis.exposure import count_trials
from setpoint.analysis.markov import fit_hazards
from setpoint.analysis.pace import pace_rest, pool_weight, pool_with_pace
from setpoint.analysis.season import periods_before
from setpoint.analysis.spells import CENSORED, WON, Spells
from tests.analysis.worlds import every_day

CALENDAR = every_day()
FIRST, LAST = date(2024, 7, 1).toordinal(), date(2024, 9, 30).toordinal()
PAST = periods_before(FIRST, months=3, since=CALENDAR.first)


def rest(days, now):
    return pace_rest(CALENDAR, np.asarray(days), now=now, first=FIRST, last=LAST, past=PAST, sigma=0.08)


def test_periods_before_are_whole_quarters_in_time_order():
    assert [[date.fromordinal(int(day)).isoformat() for day in period] for period in PAST] == [
        ["2024-01-01", "2024-03-31"],
        ["2024-04-01", "2024-06-30"],
    ]


def test_before_the_first_day_the_last_period_is_expected_again():
    days = np.arange(PAST[1][0], PAST[1][1] + 1)

    assert rest(days, FIRST - 1) == pytest.approx(91)


def test_what_is_done_against_what_is_due_corrects_the_total():
    steady = np.arange(CALENDAR.first, FIRST)
    twice = np.repeat(np.arange(FIRST, FIRST + 46), 2)

    expected = rest(np.concatenate((steady, twice)), FIRST + 45)

    assert 60 < expected < 92


def test_nothing_is_left_at_the_end_and_nothing_said_without_a_past():
    days = np.arange(CALENDAR.first, LAST + 1)

    assert rest(days, LAST) == pytest.approx(0)
    assert pace_rest(CALENDAR, days, now=FIRST, first=FIRST, last=LAST, past=PAST[:0], sigma=0.1) is None


def test_a_pace_without_a_pipeline_is_no_second_opinion_and_an_absurd_one_is_bounded():
    assert pool_with_pace(0.0, 50.0) is None
    assert pool_with_pace(50.0, None) is None
    assert pool_with_pace(1.0, 50.0).ratio == 3.0


def test_the_weight_follows_the_log_scores():
    assert pool_weight(np.zeros(0), np.zeros(0)) == 0.5
    assert pool_weight(np.array([-1.0]), np.array([-1.0 + np.log(3)])) == pytest.approx(0.75)


def wins_with_a_break(factor: float) -> Spells:
    """Items that win with .02 a day, and with factor x .02 in the last twenty days of June."""
    rng = np.random.default_rng(9)
    rows = []
    for begin in CALENDAR.first + rng.integers(0, 180, 3000):
        for day in range(begin + 1, FIRST):
            if rng.random() < 0.02 * (factor if day > FIRST - 21 else 1.0):
                rows.append((begin, day, WON))
                break
        else:
            rows.append((begin, FIRST - 1, CENSORED))
    start, end, following = np.array(rows).T
    return Spells(np.zeros(len(rows), int), start, end, following)


@pytest.mark.parametrize(("factor", "low", "high"), [(1.0, 0.85, 1.15), (0.5, 0.55, 0.85), (1.6, 1.2, 1.6)])
def test_the_drift_of_the_last_weeks_is_found(factor, low, high):
    spells = wins_with_a_break(factor)
    position = np.zeros(len(CALENDAR.weights), dtype=np.int64)
    hazards = fit_hazards(count_trials(spells, CALENDAR, FIRST - 1, stages=1))

    assert low < win_drift(spells, CALENDAR, FIRST - 1, hazards, position) < high
