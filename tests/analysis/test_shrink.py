"""Empirical Bayes tells peers that differ from peers that only look different."""

import numpy as np
import pytest

from setpoint.analysis.shrink import LARGEST, LARGEST_R, log_odds_tilts, shrink_counts, shrink_rates


def test_peers_that_differ_by_chance_alone_are_pooled_nearly_fully():
    trials = np.full(30, 200)
    hits = np.random.default_rng(4).binomial(trials, 0.63)

    shrunk = shrink_rates(hits, trials)

    assert shrunk.p_equal > 0.05
    assert shrunk.rate.std() < 0.015


def test_peers_that_truly_differ_keep_their_differences():
    rng = np.random.default_rng(5)
    truth = rng.beta(0.3 * 40, 0.7 * 40, 200)
    trials = np.full(200, 100)

    shrunk = shrink_rates(rng.binomial(trials, truth), trials)

    assert shrunk.p_equal < 1e-6
    assert shrunk.kappa == pytest.approx(40, rel=0.35)
    assert np.corrcoef(shrunk.rate, truth)[0, 1] > 0.75


def test_a_peer_without_trials_gets_the_mean_of_all():
    shrunk = shrink_rates(np.array([30, 60, 0]), np.array([100, 100, 0]))

    assert shrunk.rate[2] == pytest.approx(0.45)


def test_equal_shares_pool_fully():
    assert shrink_rates(np.array([10, 10]), np.array([20, 20])).kappa == LARGEST


def test_counts_recover_the_dispersion_and_come_nearer_to_the_truth_than_raw_means():
    rng = np.random.default_rng(6)
    truth = rng.gamma(8.0, 20 / 8.0, 1000)
    counts = rng.negative_binomial(10, 10 / (10 + truth[:, None]), (1000, 26))

    shrunk = shrink_counts(counts)

    assert shrunk.r == pytest.approx(10, rel=0.15)
    assert np.abs(shrunk.mean - truth).mean() < np.abs(counts.mean(axis=1) - truth).mean()
    assert (shrunk.predictive_variance > shrunk.mean).all()


def test_poisson_counts_of_equal_peers_are_seen_as_nearly_poisson():
    counts = np.random.default_rng(7).poisson(5.0, (500, 40))

    assert shrink_counts(counts).r > 100
    assert shrink_counts(np.zeros((3, 4), dtype=np.int64)).r == LARGEST_R


def test_a_tilt_needs_many_events_to_move_far():
    tilts = log_odds_tilts(np.array([2.0, 240.0]), np.array([1.0, 120.0]))

    np.testing.assert_allclose(tilts, [np.log(82 / 81), np.log(320 / 200)])
