"""The effect of a correction: what is estimated, how sure, and when nothing can be said."""

import numpy as np
import pytest

from setpoint.analysis.clusters import owner_week_effect
from setpoint.analysis.effect import itt


def test_the_effect_is_the_difference_of_the_arms_with_welchs_error():
    outcome = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 1.0])
    held_out = np.array([False, False, False, False, True, True])

    effect = itt(outcome, held_out)

    assert (effect.estimate, effect.treated, effect.held_out) == (0.25, 4, 2)
    assert effect.se == pytest.approx(np.sqrt(0.25 / 4 + 0.5 / 2))


def test_a_small_arm_in_which_all_fared_alike_takes_the_error_of_both():
    outcome = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 0.0])
    held_out = np.array([False, False, False, False, True, True])

    assert itt(outcome, held_out).se == pytest.approx(np.sqrt(0.75 / 4 * (1 / 4 + 1 / 2)))


def test_where_nothing_varied_nothing_is_known():
    effect = itt(np.zeros(10), np.arange(10) < 3, np.linspace(0, 1, 10))

    assert effect.se == float("inf")


def test_a_covariate_that_explains_the_outcome_shrinks_the_error_and_keeps_the_effect():
    rng = np.random.default_rng(2)
    held_out = rng.random(2000) < 0.3
    covariate = rng.normal(size=2000)
    outcome = 2 * covariate + 0.3 * ~held_out + rng.normal(size=2000) * 0.5

    plain, adjusted = itt(outcome, held_out), itt(outcome, held_out, covariate)

    assert adjusted.se < plain.se / 3
    assert adjusted.estimate == pytest.approx(0.3, abs=0.08)


def test_an_empty_arm_says_nothing():
    effect = itt(np.array([1.0, 0.0]), np.array([False, False]))

    assert effect.se == float("inf")
    assert effect.held_out == 0


def test_levels_of_owners_do_not_enter_the_effect_of_owner_weeks():
    owner = np.repeat(np.arange(4), 6)
    held_out = np.tile([True, False, False], 8)
    outcome = owner * 100.0 + 3.0 * ~held_out + np.sin(np.arange(24)) * 1e-3

    assert owner_week_effect(outcome, held_out, owner).estimate == pytest.approx(3.0, abs=1e-3)


def test_owner_weeks_that_never_vary_teach_nothing():
    held_out = np.tile([True, False, False], 8)

    assert owner_week_effect(np.ones(24), held_out, np.repeat(np.arange(4), 6)).se == float("inf")


def test_an_owner_with_one_kind_of_week_is_left_out():
    owner = np.array([0, 0, 1, 1, 2, 2])
    held_out = np.array([True, False, False, True, False, False])

    effect = owner_week_effect(np.array([1.0, 2.0, 5.0, 3.0, 90.0, 90.0]), held_out, owner)

    assert effect.estimate == pytest.approx(1.5)
    assert effect.df == 1
