"""What touches do, learnt back from spells of a company whose true chances are known."""

from datetime import date

import numpy as np
import pytest

from setpoint.analysis.calendar import business_calendar
from setpoint.analysis.spells import LOST
from setpoint.analysis.touches import TouchModel, learn_touches, trials_of
from setpoint.analysis.worth import at, worth_of

CALENDAR = business_calendar(date(2024, 1, 1), date(2024, 12, 31))
MONDAY = date(2024, 1, 1).toordinal()


def test_a_touch_and_what_it_brought_on_the_same_day_are_one_trial():
    # item 1: touched after a day, moved on by it; item 2: touched and lost by it; item 3: faded untouched
    rows = np.array(
        [
            # item, stage, start, end, next
            [1, 0, 0, 1, 0],
            [1, 0, 1, 1, 1],
            [1, 1, 1, 4, -3],
            [2, 0, 0, 2, 0],
            [2, 0, 2, 2, LOST],
            [3, 0, 0, 4, LOST],
        ]
    ).T
    item, stage, start, end, following = rows
    trials = trials_of(item, stage, np.zeros(6, int), start + MONDAY, end + MONDAY, following, CALENDAR, now=MONDAY + 5)
    assert trials.touch.tolist() == [True, False, True, False]
    assert trials.moved.tolist() == [True, False, False, False]
    assert trials.lost.tolist() == [False, False, True, False]
    assert trials.faded.tolist() == [False, False, False, True]
    assert trials.idle.tolist() == [1, 3, 2, 4]


def test_with_many_touches_the_true_chances_are_found():
    luck = np.random.default_rng(4)
    count = 4000
    moved = luck.random(count) < 0.2
    lost = ~moved & (luck.random(count) < 0.1 / 0.8)
    item = np.repeat(np.arange(count), 2)
    start = np.tile([0, 1], count) + MONDAY
    following = np.stack([np.zeros(count, int), np.where(moved, 1, np.where(lost, LOST, -3))], axis=1).ravel()
    end = np.stack([np.ones(count, int), np.where(moved | lost, 1, 2)], axis=1).ravel() + MONDAY
    trials = trials_of(item, np.zeros(2 * count, int), item * 0, start, end, following, CALENDAR, now=MONDAY + 2)
    model = learn_touches(trials, stages=2)
    assert model.advance[0, 1] == pytest.approx(0.2, abs=0.02)
    assert model.end[0, 1] == pytest.approx(0.1, abs=0.02)


def plain(*, fade: float) -> TouchModel:
    flat = np.full((2, 16), 1.0)
    return TouchModel(0.2 * flat, 0.2 * flat, fade * flat, 0.5 * flat, np.array([100.0, 100.0]))


def test_a_deal_that_fades_gains_more_by_a_touch_than_one_that_waits():
    patient, hasty = (worth_of(plain(fade=fade), np.ones(1), left=40, after=0.95) for fade in (0.0, 0.1))
    zero = np.array([0])
    assert at(hasty.gain, zero, zero, zero)[0] > at(patient.gain, zero, zero, zero)[0] >= 0


def test_a_later_stage_is_worth_more_and_nothing_is_worth_more_than_a_win():
    value = worth_of(plain(fade=0.02), np.ones(1), left=40, after=0.95).value[0, :, 0]
    assert 0 < value[0] < value[1] < 1


def test_what_is_won_after_the_period_counts_less():
    near, far = (worth_of(plain(fade=0.02), np.ones(1), left=5, after=after).value for after in (0.5, 1.0))
    assert (near < far).all()
