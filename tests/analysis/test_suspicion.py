"""Leaves: whose process has changed, and how many of those we name are wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, norm, poisson

from setpoint.analysis.midp import count_z, rate_z
from setpoint.analysis.shrink import shrink_counts
from setpoint.analysis.suspicion import baseline_grid, discoveries, step, unsuspected

WEEKS = 26


def watched(fallen: float, share: float, seed: int):
    """P(change) of 4,000 streams of 12 a week after 13 weeks of history and half a year; True where one fell."""
    rng = np.random.default_rng(seed)
    mean = rng.gamma(20, 12 / 20, 4000)
    history = rng.poisson(mean[:, None] * rng.gamma(10, 0.1, (4000, 13)))
    known = shrink_counts(history)
    changed = rng.random(4000) < share
    suspicion, grid = unsuspected(4000), baseline_grid(known.shape, known.rate)
    for _ in range(WEEKS):
        now = np.where(changed, fallen, 1.0) * mean
        suspicion = step(suspicion, rng.poisson(now * rng.gamma(10, 0.1, 4000)).astype(float), grid, known.r)
    return suspicion.probability(), changed


def test_halved_streams_are_found_and_few_healthy_ones_named():
    p_change, changed = watched(0.5, 0.02, seed=6)

    named = discoveries(p_change, 0.1)

    assert named[changed].mean() > 0.75
    assert (~changed[named]).mean() < 0.25


def test_healthy_streams_are_hardly_ever_named():
    p_change, _ = watched(1.0, 0.0, seed=7)

    assert discoveries(p_change, 0.1).sum() <= 6


def test_discoveries_are_the_largest_set_whose_mean_doubt_is_within_q():
    p_change = np.array([0.99, 0.4, 0.95, 0.8])

    assert discoveries(p_change, 0.1).tolist() == [True, False, True, True]
    assert discoveries(p_change, 0.005).tolist() == [False] * 4


@given(st.integers(0, 60), st.floats(0.5, 40), st.floats(2, 500))
def test_mid_p_of_a_count_is_exact(x, mean, size):
    share = size / (size + mean)
    exact = nbinom.cdf(x - 1, size, share) + nbinom.pmf(x, size, share) / 2

    z = count_z(np.array([float(x)]), np.array([mean]), size)[0]

    assert z == pytest.approx(float(np.clip(norm.ppf(np.clip(exact, 1e-12, 1 - 1e-12)), -9, 9)), abs=1e-4)


def test_mid_p_scores_have_no_bias_that_a_cusum_would_add_up():
    rng = np.random.default_rng(8)
    low = count_z(rng.poisson(3.0, 200_000).astype(float), np.full(200_000, 3.0), 1e9)
    hits = rng.binomial(7, 0.2, 200_000).astype(float)

    assert abs(low.mean()) < 0.01
    assert abs(rate_z(hits, np.full_like(hits, 7), np.full_like(hits, 0.2)).mean()) < 0.03
    assert rate_z(np.zeros(1), np.zeros(1), np.array([0.2]))[0] == 0
    assert count_z(np.array([3.0]), np.array([3.0]), 1e9)[0] == pytest.approx(
        float(norm.ppf(poisson.cdf(2, 3.0) + poisson.pmf(3, 3.0) / 2))
    )
