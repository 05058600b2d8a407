"""Average run lengths of charts against the published tables, and exactly on the lattice of whole numbers."""

import pytest

from setpoint.analysis.run_length import (
    bernoulli_cusum_arl,
    cusum_arl,
    ewma_arl,
    negative_binomial_cusum_arl,
    poisson_cusum_arl,
    shewhart_arl,
    two_sided_cusum_arl,
)

SHIFTS = (0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4)


def of_chart(arl):
    return [arl(shift) for shift in SHIFTS]


@pytest.mark.parametrize(
    ("h", "published"),
    [
        (4, (168, 74.2, 26.6, 13.3, 8.38, 4.75, 3.34, 2.62, 2.19, 1.71)),
        (5, (465, 139, 38.0, 17.0, 10.4, 5.75, 4.01, 3.11, 2.57, 2.01)),
    ],
)
def test_two_sided_cusum_as_lucas_and_crosier_and_montgomery_print_it(h, published):
    assert of_chart(lambda shift: two_sided_cusum_arl(0.5, h, shift)) == pytest.approx(published, rel=0.01)


@pytest.mark.parametrize(
    ("smoothing", "width", "published"),
    [
        (0.40, 3.054, (500, 224, 71.2, 28.4, 14.3, 5.9, 3.5, 2.5, 2.0, 1.4)),
        (0.25, 2.998, (500, 170, 48.2, 20.1, 11.1, 5.5, 3.6, 2.7, 2.3, 1.7)),
        (0.20, 2.962, (500, 150, 41.8, 18.2, 10.5, 5.5, 3.7, 2.9, 2.4, 1.9)),
        (0.10, 2.814, (500, 106, 31.3, 15.9, 10.3, 6.1, 4.4, 3.4, 2.9, 2.2)),
        (0.05, 2.615, (500, 84.1, 28.8, 16.4, 11.4, 7.1, 5.2, 4.2, 3.5, 2.7)),
    ],
)
def test_ewma_as_lucas_and_saccucci_print_it(smoothing, width, published):
    # printed to one digit: a twentieth is its rounding
    assert of_chart(lambda shift: ewma_arl(smoothing, width, shift)) == pytest.approx(published, rel=0.01, abs=0.05)


def test_shewhart_chart_of_three_standard_deviations():
    published = (370, 281, 155, 81.2, 43.9, 15.0, 6.3, 3.2, 2.0, 1.2)

    assert of_chart(lambda shift: shewhart_arl(3, shift)) == pytest.approx(published, rel=0.01, abs=0.05)


@pytest.mark.parametrize(
    ("k", "table"),
    [
        (0.5, {2.85: 100, 3.50: 200, 4.39: 500, 5.07: 1000, 5.76: 2000, 6.67: 5000, 7.36: 10000}),
        (0.25, {5.60: 200, 7.27: 500, 8.59: 1000, 11.7: 5000, 13.1: 10000}),
    ],
)
def test_limits_of_one_sided_cusum_by_wanted_run_length(k, table):
    # h is printed to two or three digits
    assert [cusum_arl(k, h) for h in table] == pytest.approx(list(table.values()), rel=0.02)


@pytest.mark.parametrize(
    ("mean", "left", "k", "h", "arl0", "arl1"),
    [
        (2, 0.5, 1.5, 5.75, 236, 11.4),
        (2, 0.7, 1.75, 9.25, 211, 23.6),
        (5, 0.5, 3.5, 5.25, 239, 5.7),
        (5, 0.7, 4.25, 9.75, 202, 12.4),
        (10, 0.5, 7.25, 5.75, 207, 3.2),
        (10, 0.7, 8.5, 10.75, 213, 7.6),
        (20, 0.5, 14.5, 5.75, 249, 1.9),
        (20, 0.7, 16.75, 10.5, 201, 4.4),
        (50, 0.5, 36, 3.25, 224, 1.1),
        (50, 0.7, 42, 10.25, 202, 2.2),
    ],
)
def test_lower_poisson_cusum_on_the_lattice(mean, left, k, h, arl0, arl1):
    assert poisson_cusum_arl(mean, k, h) == pytest.approx(arl0, abs=0.51)
    assert round(poisson_cusum_arl(left * mean, k, h), 1) == arl1


@pytest.mark.parametrize(
    ("mean", "left", "k", "h", "arl0", "arl1"),
    [
        (5, 0.5, 3.5, 9, 211, 8.8),
        (5, 0.7, 4.25, 16.5, 210, 19.7),
        (20, 0.5, 14, 21.5, 221, 5.9),
        (20, 0.7, 16.75, 40.5, 203, 13.8),
    ],
)
def test_lower_negative_binomial_cusum_of_size_five_on_the_lattice(mean, left, k, h, arl0, arl1):
    assert negative_binomial_cusum_arl(mean, 5, k, h) == pytest.approx(arl0, abs=0.51)
    assert round(negative_binomial_cusum_arl(left * mean, 5, k, h), 1) == arl1


@pytest.mark.parametrize(
    ("p", "fallen", "gamma", "h", "in_control", "after"),
    [
        (0.20, 0.10, 0.86, 3.5, 531, 64),
        (0.30, 0.21, 0.74, 5.7, 511, 86),
        (0.30, 0.15, 0.78, 3.9, 530, 45),
        (0.50, 0.35, 0.58, 4.9, 529, 53),
        (0.63, 0.50, 0.44, 5.1, 504, 60),
    ],
)
def test_bernoulli_cusum_counts_decided_deals_until_it_signals(p, fallen, gamma, h, in_control, after):
    assert round(bernoulli_cusum_arl(p, gamma, h)) == in_control
    assert round(bernoulli_cusum_arl(fallen, gamma, h)) == after
