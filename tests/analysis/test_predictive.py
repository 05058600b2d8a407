"""Closed forms of what no pipeline feeds, against simulation and exact cases."""

import numpy as np
import pytest

from setpoint.analysis.predictive import duration_p_at_most, forecast_count, forecast_rate

PRIOR = {"prior_shape": 2.0, "prior_rate": 0.1}


def test_count_agrees_with_drawing_the_rate_and_then_the_rest():
    rng = np.random.default_rng(1)
    rest = rng.poisson(rng.gamma(2 + 30, 1 / (0.1 + 3.0), 400_000) * 2.0)

    forecast = forecast_count(30, exposure_done=3.0, exposure_left=2.0, **PRIOR)

    assert forecast.mean == pytest.approx(30 + rest.mean(), rel=0.002)
    assert forecast.p_at_least(55) == pytest.approx((30 + rest >= 55).mean(), abs=0.003)


def test_over_dispersed_counts_widen_and_keep_the_mean():
    plain = forecast_count(30, exposure_done=3.0, exposure_left=2.0, **PRIOR)

    wide = forecast_count(30, exposure_done=3.0, exposure_left=2.0, r_left=5.0, **PRIOR)

    assert wide.mean == pytest.approx(plain.mean)
    assert wide.quantile(0.9) > plain.quantile(0.9)


def test_at_the_end_a_count_is_hit_or_missed():
    over = forecast_count(30, exposure_done=5.0, exposure_left=0.0, **PRIOR)

    assert [over.p_at_least(30), over.p_at_least(31)] == [1.0, 0.0]


def test_rate_of_the_period_counts_what_is_decided_already():
    rate = forecast_rate(30, 60, 40, prior_a=5, prior_b=5)

    assert rate.mean == pytest.approx(0.5)
    assert rate.p_at_least(0.30) == 1.0
    assert rate.p_at_least(0.71) == 0.0
    assert 0.4 < rate.p_at_least(0.50) < 0.6


def test_a_rate_with_nothing_left_to_decide_is_certain():
    rate = forecast_rate(30, 60, 0, prior_a=5, prior_b=5)

    assert [rate.p_at_least(0.5), rate.p_at_least(0.51), rate.quantile(0.9)] == [1.0, 0.0, 0.5]


def test_a_duration_is_judged_by_the_exits_it_should_have_brought():
    slow = duration_p_at_most(20, 40.0, needed_ratio=1.0)
    fast = duration_p_at_most(60, 40.0, needed_ratio=1.0)

    assert slow < 0.01
    assert fast > 0.99
