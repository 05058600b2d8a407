"""Scores of recency, frequency and money, and classes by share, against values computed by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.analysis.rfm import classes, scores


def test_ten_customers_fall_into_five_pairs():
    last = np.array([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], dtype=float)
    found = scores(last, last[::-1].copy(), np.ones(10))
    assert found.recency.tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert found.frequency.tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert found.monetary.tolist() == [1] * 10


def test_the_few_who_bring_most_are_a():
    # 800 of 1,000, then 150, then 50: Pareto's 80, 95 and 100 per cent
    value = np.array([30, 500, 50, 20, 300, 100], dtype=float)
    assert classes(value).tolist() == ["C", "A", "B", "C", "A", "B"]


@pytest.mark.parametrize(
    ("value", "found"), [([], []), ([0, 0], ["C", "C"]), ([7], ["A"]), ([5, 5, 5, 5, 5], ["A", "A", "A", "A", "A"])]
)
def test_borders_of_classes(value, found):
    assert classes(np.array(value, dtype=float)).tolist() == found


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=60))
def test_who_brings_more_is_never_of_a_lower_class_or_score(amounts):
    value = np.array(amounts, dtype=float)
    order = np.argsort(value, kind="stable")
    assert "".join(classes(value)[order]) == "".join(sorted(classes(value), reverse=True))
    money = scores(value, value, value).monetary[order]
    assert (np.diff(money) >= 0).all()
    assert 1 <= money.min() <= money.max() <= 5


def test_lengths_and_shares_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="one last purchase"):
        scores(np.zeros(2), np.zeros(1), np.zeros(2))
    with pytest.raises(ValueError, match="shares"):
        classes(np.zeros(2), 0.9, 0.5)
