"""Quotas of equal difficulty sum to the kopeck, are equally hard, and do not depend on the order of nodes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.analysis.quotas import equal_difficulty, evenness, hit_probabilities

amounts = st.integers(0, 10**12)
nodes = st.lists(st.tuples(amounts, amounts, amounts), min_size=1, max_size=12)
old_nodes = st.lists(st.tuples(amounts, amounts, st.integers(100, 10**12)), min_size=1, max_size=12)


def columns(rows):
    mean, sd, previous = (np.array(column) for column in zip(*rows, strict=True))
    return mean.astype(float), sd.astype(float), previous


def test_targets_share_one_z_and_sum_to_the_total():
    mean, sd = np.array([100_00.0, 200_00.0, 300_00.0]), np.array([10_00.0, 40_00.0, 50_00.0])

    quotas = equal_difficulty(mean, sd, 650_00)

    assert quotas.targets.tolist() == [105_00, 220_00, 325_00]
    assert evenness(hit_probabilities(mean, sd, quotas.targets)) < 1e-12


@given(nodes, amounts)
def test_targets_sum_to_the_total_exactly(rows, total):
    mean, sd, previous = columns(rows)

    quotas = equal_difficulty(mean, sd, total, previous=previous)

    assert int(quotas.targets.sum()) == total
    assert (quotas.targets >= 0).all()


@given(nodes, amounts, st.randoms(use_true_random=False))
def test_the_order_of_nodes_does_not_matter(rows, total, random):
    mean, sd, previous = columns(rows)
    shuffled = list(range(len(rows)))
    random.shuffle(shuffled)

    quotas = equal_difficulty(mean, sd, total, previous=previous)
    other = equal_difficulty(mean[shuffled], sd[shuffled], total, previous=previous[shuffled])

    before = sorted(zip(mean, sd, previous, quotas.targets, strict=True))
    after = sorted(zip(mean[shuffled], sd[shuffled], previous[shuffled], other.targets, strict=True))
    assert before == after


@given(old_nodes, st.floats(-0.29, 0.29))
def test_no_target_changes_by_more_than_the_cap_where_the_total_allows_it(rows, change):
    mean, sd, previous = columns(rows)
    total = int(previous.sum() * (1 + change))

    quotas = equal_difficulty(mean, sd, total, previous=previous)

    assert int(quotas.targets.sum()) == total
    assert quotas.cap == 0.30
    assert (np.abs(quotas.targets - previous) <= 0.30 * previous + 1e-3).all()


def test_what_a_capped_node_cannot_take_goes_to_the_others_at_a_new_common_z():
    mean, sd = np.array([500.0, 200.0, 200.0]), np.array([10.0, 10.0, 30.0])

    quotas = equal_difficulty(mean, sd, 810, previous=np.array([300, 200, 200]))

    assert quotas.targets.tolist() == [390, 205, 215]
    assert quotas.capped.tolist() == [True, False, False]


def test_caps_that_cannot_hold_the_total_widen_and_say_so():
    quotas = equal_difficulty(np.array([1.0, 3.0]), np.ones(2), 200, previous=np.array([50, 50]))

    assert quotas.targets.tolist() == [100, 100]
    assert quotas.cap == 1.0


def test_no_nodes_are_refused():
    with pytest.raises(ValueError, match="at least one node"):
        equal_difficulty(np.zeros(0), np.zeros(0), 100)
