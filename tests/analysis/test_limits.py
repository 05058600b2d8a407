"""Limits keep the promised rate of false alarms: with a season, with uncertain baselines, never with the wrong law."""

import numpy as np
import pytest

from setpoint.analysis.dispersion import dispersion
from setpoint.analysis.limits import budget_arl, count_limit, rate_limit, rule_of_thumb
from setpoint.analysis.run_length import lattice_arl
from setpoint.analysis.scores import (
    accumulate,
    bernoulli_score,
    hazard_score,
    negative_binomial_score,
    normal_score,
    poisson_score,
)

WEEK = (1.4, 1.0, 0.6, 1.0, 1.0)


def run_length(scores, limit):
    """Mean steps between signals over many paths, each starting again at 0."""
    level, signals = np.zeros(len(scores)), 0
    for step in scores.T:
        level = np.maximum(level + step, 0)
        signals += int((level >= limit).sum())
        level[level >= limit] = 0
    return scores.size / signals


def counts(rng, expected, size, paths):
    return rng.poisson(expected * rng.gamma(size, 1 / size, (paths, len(expected))))


@pytest.mark.parametrize(("mean", "size"), [(5, 10), (20, 5), (20, 1000)])
def test_calibrated_limit_holds_the_run_length_within_a_tenth_under_a_season(mean, size):
    rng, expected = np.random.default_rng(1), mean * np.resize(np.array(WEEK), 2000)
    scores = negative_binomial_score(counts(rng, expected, size, 1000), expected, size, 0.7)

    assert run_length(scores, count_limit(mean, size, 0.7, 200, season=WEEK)) == pytest.approx(200, rel=0.1)


def test_poisson_limits_on_over_dispersed_counts_break_the_budget_and_say_so():
    rng, expected = np.random.default_rng(2), np.full(2000, 20.0)
    x = counts(rng, expected, 5, 500)
    limit = count_limit(20, 1e6, 0.7, 200)

    assert run_length(poisson_score(x, expected, 0.7), limit) < 12

    warned = dispersion(x[0, :60], expected[:60])
    assert warned.is_over
    assert warned.size == pytest.approx(5, rel=0.5)
    assert not dispersion(rng.poisson(expected[:60]), expected[:60]).is_over


def test_a_baseline_from_little_history_gets_a_wider_limit_that_holds():
    rng = np.random.default_rng(3)
    truth = 12 * rng.gamma(100, 0.01, (1000, 1))
    x = rng.poisson(truth * rng.gamma(10, 0.1, (1000, 600)))
    scores = negative_binomial_score(x, np.full(x.shape, 12.0), 10, 0.7)
    limit = count_limit(12, 10, 0.7, 200, known=100)

    assert limit > count_limit(12, 10, 0.7, 200)
    assert run_length(scores, limit) == pytest.approx(200, rel=0.2)


def test_bernoulli_limit_holds_on_several_decided_a_day():
    rng = np.random.default_rng(4)
    hits = rng.binomial(4, 0.3, (1000, 1500)).astype(float)
    scores = bernoulli_score(hits, np.full_like(hits, 4), np.full_like(hits, 0.3), 0.75)

    assert run_length(scores, rate_limit(0.3, 4, 0.75, 300)) == pytest.approx(300, rel=0.12)


def test_single_bernoulli_score_and_lattice_agree():
    # +.26 on a miss and -.74 on a hit is the score for .30 -> .21, scaled
    up, down = np.log(0.79 / 0.70), -np.log(0.7)
    scores = bernoulli_score(np.array([0.0, 1.0]), np.ones(2), np.full(2, 0.3), 0.7)

    assert scores == pytest.approx([up, -down])
    assert down / up == pytest.approx(0.74 / 0.26, rel=0.05)
    assert lattice_arl(np.array([1]), np.array([1.0]), 7) == 7


def test_scores_have_negative_drift_without_and_positive_drift_with_the_shift():
    rng = np.random.default_rng(5)
    mean = np.full(40_000, 20.0)

    assert (
        poisson_score(rng.poisson(mean), mean, 0.7).mean()
        < 0
        < poisson_score(rng.poisson(0.7 * mean), mean, 0.7).mean()
    )
    assert hazard_score(rng.poisson(0.1 * mean), 0.1 * mean, 0.7).mean() < 0
    assert normal_score(np.array([0.0, -1.0]), -1.0) == pytest.approx([-0.5, 0.5])


def test_a_path_starts_where_it_is_told_and_never_falls_below_nothing():
    assert accumulate(np.array([[1.0, -3.0, 2.0]]), np.array([0.5])).tolist() == [[1.5, 0.0, 2.0]]


def test_budget_says_how_long_a_stream_must_be_silent():
    arl0 = budget_arl(12 * 6, 4.33, 2)

    assert round(arl0) == 156
    assert rule_of_thumb(arl0) == pytest.approx(3.55, abs=0.01)
