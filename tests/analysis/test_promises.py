"""Promises of people, young cohorts, and loops that act late."""

import numpy as np
import pytest

from setpoint.analysis.cohorts import fieller, learn_ripeness, return_on_spend
from setpoint.analysis.commitments import learn_candour
from setpoint.analysis.stability import growth, largest_gain, safe_gain


def test_who_always_brings_more_than_he_says_is_believed_more_than_he_says():
    rng = np.random.default_rng(1)
    commit = rng.uniform(80, 120, 24)
    person = np.repeat([0, 1], 12)
    actual = np.where(person == 0, 1.3, 0.8) * commit

    candour = learn_candour(person, commit, actual, 3)

    assert candour.debias(0, 100) == pytest.approx(130, rel=0.05)
    assert candour.debias(1, 100) == pytest.approx(80, rel=0.05)
    # who has promised nothing yet is taken as everybody
    assert candour.debias(2, 100) == pytest.approx(105, rel=0.05)


def test_without_any_promise_a_commit_is_taken_at_its_word():
    nobody = learn_candour(np.zeros(0, dtype=int), np.zeros(0), np.zeros(0), 2)

    assert nobody.debias(1, 70) == 70


def test_a_young_cohort_is_not_low_but_not_ripe_yet():
    margin = np.array([[10.0, 30, 10], [12, 36, 0], [11, 0, 0]])
    ripe = learn_ripeness(margin, np.array([2, 1, 0]))

    assert ripe.share.tolist() == pytest.approx([0.2, 0.8, 1.0])

    seen = return_on_spend(np.array([11.0]), np.array([40.0]), np.array([0]), 0.375, ripe, seed=1)

    assert seen.ratio == pytest.approx(-0.725)
    assert seen.deviation == pytest.approx(0.0)


def test_a_return_on_no_spend_is_no_number():
    ripe = learn_ripeness(np.ones((1, 1)), np.array([0]))

    assert np.isnan(return_on_spend(np.array([5.0]), np.array([0.0]), np.array([0]), 0.2, ripe, seed=1).ratio)
    assert fieller((10, 1), (0.1, 1)) is None
    assert fieller((10, 0.0), (5, 0.0)) == (2.0, 2.0)


@pytest.mark.parametrize(
    ("delay", "published"),
    [(0, 2), (1, 1), (2, 0.618), (3, 0.445), (4, 0.347), (5, 0.285), (6, 0.241), (8, 0.185), (12, 0.126)],
)
def test_gain_and_delay_at_the_edge_of_stability(delay, published):
    assert largest_gain(delay) == pytest.approx(published, abs=5e-4)
    assert growth(0.999 * largest_gain(delay), delay) < 1 < growth(1.001 * largest_gain(delay), delay)
    assert growth(safe_gain(delay), delay) < 1


def test_a_lever_that_takes_six_weeks_may_remove_seven_hundredths_of_a_gap_a_week():
    assert round(safe_gain(6), 2) == 0.07
