"""What levers are believed to do, when they stop, and how much they may do next."""

import pytest

from setpoint.analysis.belief import Belief, forget, hold_out_share, learn_effect, must_stop, next_dose
from setpoint.analysis.design import BEFORE_AFTER, HOLD_OUT, OWNER_WEEKS, SWITCHBACK, Unit, choose_design
from setpoint.analysis.effect import Effect

PRIOR = Belief(0.03, 0.10)


def measured(estimate: float, se: float) -> Effect:
    return Effect(estimate, se, 70, 30, 98.0)


def test_prior_and_equal_evidence_meet_half_way():
    belief = learn_effect(PRIOR, measured(0.13, 0.10), HOLD_OUT)

    assert belief.mean == pytest.approx(0.08)
    assert belief.sd == pytest.approx(0.10 / 2**0.5)


def test_a_weaker_design_teaches_less():
    sure = learn_effect(PRIOR, measured(0.13, 0.02), HOLD_OUT)
    less = learn_effect(PRIOR, measured(0.13, 0.02), SWITCHBACK)

    assert PRIOR.mean < less.mean < sure.mean
    assert sure.sd < less.sd < PRIOR.sd


def test_before_and_after_and_an_empty_arm_teach_nothing():
    assert learn_effect(PRIOR, measured(0.5, 0.01), BEFORE_AFTER) == PRIOR
    assert learn_effect(PRIOR, measured(0.5, float("inf")), HOLD_OUT) == PRIOR
    assert not BEFORE_AFTER.teaches


def test_a_belief_fades_by_ten_percent_a_quarter_up_to_its_prior():
    learnt = Belief(0.08, 0.05)

    assert forget(learnt, 1, PRIOR).sd == pytest.approx(0.055)
    assert forget(learnt, 40, PRIOR).sd == PRIOR.sd
    assert forget(learnt, 40, PRIOR).mean == 0.08


def test_a_lever_stops_when_harm_is_likely_and_ten_per_arm_say_so():
    harmful = Belief(-0.05, 0.05)

    assert harmful.p_harm == pytest.approx(0.841, abs=0.001)
    assert must_stop(harmful, treated=23, held_out=10)
    assert not must_stop(harmful, treated=23, held_out=9)
    assert not must_stop(Belief(-0.04, 0.05), treated=23, held_out=10)


def test_more_is_held_out_while_harm_is_possible():
    assert hold_out_share(PRIOR) == 0.30
    assert hold_out_share(Belief(0.10, 0.05)) == 0.20


def test_the_dose_doubles_after_what_did_no_harm_and_starts_again_after_what_did():
    assert [next_dose([]), next_dose([0.02]), next_dose([0.02, 0.0]), next_dose([0.02, 0.0, -0.01])] == [10, 20, 40, 10]


def test_the_interval_of_a_belief_covers_80_percent():
    assert PRIOR.interval() == pytest.approx((0.03 - 0.12816, 0.03 + 0.12816), abs=1e-4)


@pytest.mark.parametrize(
    ("unit", "situation", "name", "grade"),
    [
        (Unit.ITEM, {"units": 30}, "hold-out", "A"),
        (Unit.OWNER, {"units": 6}, "owner-weeks", "B"),
        (Unit.TEAM, {"units": 1}, "switchback", "B"),
        (Unit.NODE, {"units": 1, "control_nodes": 8}, "difference-in-differences", "C"),
        (Unit.NODE, {"units": 1, "control_nodes": 2, "periods_before": 30}, "structural-time-series", "D"),
        (Unit.NODE, {"units": 1}, "before-after", "E"),
        (Unit.ITEM, {"units": 30, "can_randomise": False}, "before-after", "E"),
        (Unit.ITEM, {"units": 1}, "before-after", "E"),
    ],
)
def test_the_best_design_that_the_situation_allows_is_chosen(unit, situation, name, grade):
    design = choose_design(unit, **situation)

    assert (design.name, design.grade) == (name, grade)


def test_grades_widen_the_error():
    assert HOLD_OUT.bias_sd < OWNER_WEEKS.bias_sd < SWITCHBACK.bias_sd < BEFORE_AFTER.bias_sd
