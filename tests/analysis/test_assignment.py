"""Hold-outs: the asked share, balanced in every block, the same whatever the order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.analysis.assignment import hold_out, owner_week_hold_out


def candidates(count: int, seed: int = 0):
    rng = np.random.default_rng(seed)
    return rng.permutation(10 * count)[:count], rng.integers(0, 3, count), rng.lognormal(8, 1, count)


@given(st.integers(0, 200), st.floats(0.05, 0.95), st.integers(0, 1000))
def test_the_share_is_kept_to_one_unit(count, share, seed):
    held = hold_out(*candidates(count), share=share, seed=seed)

    assert abs(held.sum() - share * count) < 1


def test_every_block_of_stage_and_amount_is_balanced():
    key, stage, amount = candidates(1200)

    held = hold_out(key, stage, amount, share=0.3, seed=5)

    quarter = np.searchsorted(np.quantile(amount, [0.25, 0.5, 0.75]), amount, side="right")
    for block in range(12):
        inside = stage * 4 + quarter == block
        assert abs(held[inside].sum() - 0.3 * inside.sum()) <= 1


def test_the_order_of_candidates_does_not_matter():
    key, stage, amount = candidates(300)
    order = np.random.default_rng(1).permutation(300)

    held = hold_out(key, stage, amount, share=0.3, seed=5)
    shuffled = hold_out(key[order], stage[order], amount[order], share=0.3, seed=5)

    assert (held[order] == shuffled).all()


def test_each_candidate_is_held_out_equally_often():
    key, stage, amount = candidates(20)

    often = np.mean([hold_out(key, stage, amount, share=0.3, seed=seed) for seed in range(3000)], axis=0)

    np.testing.assert_allclose(often, 0.3, atol=0.04)


def test_unknown_amounts_form_no_error():
    key, stage, _ = candidates(10)

    assert hold_out(key, stage, np.full(10, np.nan), share=0.5, seed=1).sum() == 5


@pytest.mark.parametrize(("share", "length"), [(0.5, 2), (0.3, 3), (0.2, 5)])
def test_each_owner_has_one_held_out_week_in_every_block(share, length):
    owner, week = (grid.ravel() for grid in np.meshgrid(np.arange(50), np.arange(30), indexing="ij"))

    held = owner_week_hold_out(owner, week, share=share, seed=2).reshape(50, 30 // length, length)

    assert (held.sum(axis=2) == 1).all()
    np.testing.assert_allclose(held.mean(axis=(0, 1)), 1 / length, atol=0.05)


def test_a_new_colleague_changes_nobody_elses_weeks():
    few = owner_week_hold_out(np.array([3, 8]), np.array([7, 7]), share=0.2, seed=2)
    more = owner_week_hold_out(np.array([3, 5, 8]), np.array([7, 7, 7]), share=0.2, seed=2)

    assert few.tolist() == more[[0, 2]].tolist()
