"""Luck has a name: it hangs on seed, stream, day and key, and on nothing else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from setpoint.simulation.draws import Stream, categories, normals, uniforms

KEYS = st.lists(st.integers(0, 2**62), min_size=1, max_size=20)


@given(keys=KEYS, seed=st.integers(0, 2**63), day=st.integers(0, 10**6))
def test_a_draw_does_not_depend_on_the_company_it_is_in(keys, seed, day):
    together = uniforms(np.array(keys), seed=seed, stream=Stream.OUTCOME, day=day)
    alone = [uniforms(np.array([key]), seed=seed, stream=Stream.OUTCOME, day=day)[0] for key in keys]
    assert together.tolist() == alone
    assert ((together > 0) & (together < 1)).all()


def test_draws_are_uniform_and_unlike_for_other_days_streams_and_seeds():
    keys = np.arange(20_000)
    draws = [
        uniforms(keys, seed=1, stream=Stream.OUTCOME, day=10),
        uniforms(keys, seed=1, stream=Stream.OUTCOME, day=11),
        uniforms(keys, seed=1, stream=Stream.MINUTE, day=10),
        uniforms(keys, seed=2, stream=Stream.OUTCOME, day=10),
    ]
    assert all(kstest(draw, "uniform").pvalue > 0.001 for draw in draws)
    alike = np.corrcoef(draws) - np.eye(4)
    assert np.abs(alike).max() < 0.03


def test_normals_have_mean_nought_and_deviation_one():
    scores = normals(np.arange(50_000), seed=3, stream=Stream.QUALITY)
    assert abs(scores.mean()) < 0.02
    assert abs(scores.std() - 1) < 0.02


def test_categories_come_as_often_as_they_weigh_and_weightless_ones_never():
    drawn = categories(np.arange(40_000), np.array([0.0, 3.0, 1.0, 0.0]), seed=5, stream=Stream.PRODUCT)
    shares = np.bincount(drawn, minlength=4) / len(drawn)
    assert shares[[0, 3]].tolist() == [0, 0]
    assert abs(shares[1] - 0.75) < 0.01
