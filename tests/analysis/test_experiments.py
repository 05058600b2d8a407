"""Designs for what cannot be randomised item by item: their intervals cover the truth as often as they say."""

import numpy as np
import pytest

from setpoint.analysis.experiments import (
    clustered,
    difference_in_differences,
    structural_effect,
    switchback,
    switchback_weeks,
)

WORLDS = 500


def covered(effects, truth):
    return np.mean([low <= truth <= high for low, high in (effect.interval() for effect in effects)])


def test_switchback_covers_the_truth_and_a_covariate_narrows_it():
    rng = np.random.default_rng(1)
    plain, adjusted = [], []
    for world in range(WORLDS):
        on = switchback_weeks(4, 26, seed=world)
        known = rng.normal(0, 2, on.shape)
        seen = 10 + known + rng.normal(0, 1, on.shape) + 0.5 * on
        plain.append(switchback(seen, on))
        adjusted.append(switchback(seen, on, known))

    assert covered(plain, 0.5) == pytest.approx(0.80, abs=0.05)
    assert covered(adjusted, 0.5) == pytest.approx(0.80, abs=0.05)
    assert np.mean([effect.se for effect in adjusted]) < 0.6 * np.mean([effect.se for effect in plain])


def test_every_pair_of_blocks_is_on_once():
    on = switchback_weeks(50, 12, seed=3)

    assert (on.reshape(50, 3, 2, 2).all(axis=3).sum(axis=2) == 1).all()
    assert 0.3 < on[:, 0].mean() < 0.7


def test_difference_in_differences_covers_nothing_where_there_is_nothing():
    rng = np.random.default_rng(2)
    treated = np.arange(12) < 3
    effects = []
    for world in range(WORLDS):
        outcome = rng.normal(0, 1, (12, 1)) + rng.normal(0, 0.5, 20) + rng.normal(0, 1, (12, 20))
        effects.append(difference_in_differences(outcome, treated, 12, seed=world).effect)

    assert covered(effects, 0.0) == pytest.approx(0.80, abs=0.05)


def test_nodes_that_drifted_apart_before_do_not_teach():
    rng = np.random.default_rng(3)
    treated = np.arange(12) < 3
    outcome = rng.normal(0, 0.3, (12, 20)) + np.where(treated, 0.3, 0.0)[:, None] * np.arange(20)

    assert not difference_in_differences(outcome, treated, 12, seed=1).holds


def test_structural_series_finds_a_step_that_its_controls_do_not_have():
    rng = np.random.default_rng(4)
    effects = []
    for _ in range(16):
        market = np.cumsum(rng.normal(0, 0.3, 52)) + 20
        outcome = market + rng.normal(0, 1, 52)
        outcome[39:] += 3
        effects.append(structural_effect(outcome, market[:, None] + rng.normal(0, 0.2, (52, 1)), 39))

    assert np.mean([effect.estimate for effect in effects]) == pytest.approx(3, abs=0.4)
    assert 0.6 < covered(effects, 3.0) <= 1.0


def test_one_cluster_or_one_arm_says_nothing():
    assert clustered(np.arange(4.0), np.array([[1.0], [0], [1], [0]]), np.zeros(4, dtype=int)).se == float("inf")
    assert clustered(np.arange(4.0), np.ones((4, 1)), np.arange(4)).se == float("inf")
