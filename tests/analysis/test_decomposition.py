"""Why a figure differs: the parts sum to the whole, whatever the order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.analysis.decomposition import log_mean, mix_and_rate, product_split, sum_of_products_split
from setpoint.analysis.waterfall import OpenBefore, waterfall

positive = st.floats(0.01, 1e4)


@given(st.lists(st.tuples(positive, positive), min_size=2, max_size=5))
def test_factors_explain_the_whole_change_of_a_product_and_swap_with_it(pairs):
    before, after = np.array(pairs).T

    parts = product_split(before, after)

    assert parts.sum() == pytest.approx(after.prod() - before.prod(), rel=1e-6, abs=1e-6)
    assert product_split(after, before) == pytest.approx(-parts)


def test_leads_conversion_and_amount_by_logarithmic_means():
    # 100 leads x 20 % x 50 = 1,000; 80 x 25 % x 55 = 1,100
    parts = product_split(np.array([100, 0.2, 50.0]), np.array([80, 0.25, 55.0]))

    assert parts.round(1).tolist() == [-234.1, 234.1, 100.0]
    assert log_mean(np.array([7.0]), np.array([7.0]))[0] == 7.0


def test_a_sum_of_products_is_explained_over_all_parts():
    before, after = np.array([[10, 2.0], [5, 4.0]]), np.array([[12, 2.0], [5, 5.0]])

    parts = sum_of_products_split(before, after)

    assert parts == pytest.approx([4.0, 5.0])


def test_falling_rate_of_the_whole_though_no_group_fell_is_all_mix():
    split = mix_and_rate((np.array([50.0, 50.0]), np.array([20.0, 80.0])), (np.array([0.4, 0.1]), np.array([0.4, 0.1])))

    assert split.rate.sum() == 0
    assert split.mix.sum() == pytest.approx(0.16 - 0.25)


def test_waterfall_names_every_reason_and_leaves_nothing_over():
    before = OpenBefore(np.array([1, 2, 3]), np.array([0, 1, 1]), np.array([0.2, 0.5, 0.5]), np.array([100.0, 100, 40]))
    after = OpenBefore(np.array([1, 2, 4]), np.array([1, 1, 0]), np.array([0.4, 0.4, 0.1]), np.array([100.0, 120, 50]))

    steps = waterfall(before, after, done=(10.0, 50.0), to_come=(30.0, 25.0))

    assert steps.new == pytest.approx(5)
    assert steps.moved == pytest.approx(20)
    assert steps.slipped == pytest.approx(-11)
    assert steps.amounts == pytest.approx(9)
    assert steps.ended == pytest.approx(40 - 20)
    assert steps.to_come == pytest.approx(-5)
    whole = (50 + 25 + 40 + 48 + 5) - (10 + 30 + 20 + 50 + 20)
    assert steps.total == pytest.approx(whole)
