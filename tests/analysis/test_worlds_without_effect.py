"""Verification in worlds whose truth is known: nothing is found where nothing is, harm is stopped, good is not."""

import numpy as np
import pytest
from scipy.special import expit, logit

from setpoint.analysis.assignment import hold_out
from setpoint.analysis.belief import Belief, learn_effect, must_stop, next_dose
from setpoint.analysis.design import HOLD_OUT
from setpoint.analysis.effect import Effect, itt
from setpoint.analysis.experiments import switchback, switchback_weeks

PRIOR = Belief(0.03, 0.10)
WORLDS = 1000
CANDIDATES, WEEKS = 50, 7


def a_week(rng: np.random.Generator, dose: int, log_odds: float, seed: int) -> Effect:
    """Candidates blocked by stage and amount, some held out, with the model's chance as covariate."""
    chance = np.clip(rng.beta(3, 7, dose), 0.02, 0.98)
    held = hold_out(np.arange(dose), rng.integers(0, 4, dose), rng.lognormal(0, 1, dose), share=0.3, seed=seed)
    advanced = rng.random(dose) < expit(logit(chance) + np.where(held, 0.0, log_odds))
    return itt(advanced.astype(float), held, chance)


def test_in_worlds_without_effect_intervals_cover_nothing_in_eighty_of_a_hundred():
    rng = np.random.default_rng(1)

    found = [a_week(rng, 80, 0.0, world).interval() for world in range(WORLDS)]

    assert np.mean([low <= 0 <= high for low, high in found]) == pytest.approx(0.80, abs=0.05)


def test_in_worlds_without_effect_switchbacks_of_teams_cover_nothing_as_often():
    rng = np.random.default_rng(2)
    found = []
    for world in range(WORLDS):
        on = switchback_weeks(4, 12, seed=world)
        weeks = (
            100 + rng.normal(0, 8, (4, 1)) + np.cumsum(rng.normal(0, 1, on.shape), axis=1) + rng.normal(0, 5, on.shape)
        )
        found.append(switchback(weeks, on).interval())

    assert np.mean([low <= 0 <= high for low, high in found]) == pytest.approx(0.80, abs=0.05)


def stopped_by_mid_quarter(log_odds: float, seed: int) -> bool:
    """Of fifty candidates a week seventy in a hundred change hands, until harm is likely or seven weeks are over."""
    rng = np.random.default_rng(seed)
    belief, treated, held = PRIOR, 0, 0
    for week in range(WEEKS):
        measured = a_week(rng, CANDIDATES, log_odds, seed * 100 + week)
        belief = learn_effect(belief, measured, HOLD_OUT)
        treated, held = treated + measured.treated, held + measured.held_out
        if must_stop(belief, treated=treated, held_out=held):
            return True
    return False


def test_a_harmful_lever_is_stopped_by_mid_quarter_in_most_worlds_and_a_good_one_is_not():
    harmful = np.mean([stopped_by_mid_quarter(-0.4, seed) for seed in range(200)])
    good = np.mean([stopped_by_mid_quarter(0.3, seed) for seed in range(200)])

    assert harmful >= 0.60
    assert good <= 0.10


def test_a_first_dose_is_small_and_harm_keeps_it_small():
    assert next_dose([-0.1, -0.1]) == 10
    assert next_dose([0.1, 0.1, 0.1]) == 80
