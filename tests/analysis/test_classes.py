"""A class worsens at the threshold and betters only beyond it, twice running."""

import pytest

from setpoint.analysis import classes
from setpoint.analysis.classes import Evidence, Verdict, classify

GREY, GREEN, YELLOW, ORANGE, RED = classes.Admissibility


def seen(p: float, corrected: float = 1.0, **more) -> Evidence:
    return Evidence(p_hit=p, p_hit_with_corrections=corrected, **more)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (seen(0.80), GREEN),
        (seen(0.79), YELLOW),
        (seen(0.50), YELLOW),
        (seen(0.49), ORANGE),
        (seen(0.20, 0.30), ORANGE),
        (seen(0.20, 0.29), RED),
        (seen(0.95, alarm=True, money_share=0.009), YELLOW),
        (seen(0.95, alarm=True, money_share=0.010), ORANGE),
        (seen(0.95, completeness=0.79), GREY),
        (seen(0.95, past_dates=0.21), GREY),
    ],
)
def test_the_first_evaluation_takes_the_class_of_the_table(evidence, expected):
    assert classify(None, evidence) == Verdict(expected)


def test_it_worsens_at_once():
    assert classify(Verdict(GREEN), seen(0.79)) == Verdict(YELLOW)


def test_it_betters_only_after_two_evaluations_beyond_the_threshold():
    once = classify(Verdict(YELLOW), seen(0.86))
    twice = classify(once, seen(0.86))

    assert once == Verdict(YELLOW, streak=1)
    assert twice == Verdict(GREEN)


def test_just_above_the_threshold_it_stays_and_forgets_its_streak():
    assert classify(Verdict(YELLOW, streak=1), seen(0.84)) == Verdict(YELLOW, streak=0)


def test_from_orange_it_betters_to_yellow_where_green_is_not_sure():
    assert classify(Verdict(ORANGE, streak=1), seen(0.82)) == Verdict(YELLOW)


def test_after_grey_it_starts_afresh():
    assert classify(Verdict(GREY), seen(0.81)) == Verdict(GREEN)
