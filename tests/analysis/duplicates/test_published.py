"""Duplicates are found as well as published, on records whose true pairs are known."""

from pathlib import Path

import pytest

from tests.analysis.duplicates import published
from tests.groups import SHOWN

pytestmark = pytest.mark.data


@pytest.mark.parametrize(("number", "f1"), [(1, 0.999), (2, 0.997)])
def test_febrl_is_found_within_a_hundredth(data: Path, number: int, f1: float, record_property) -> None:
    score = published.measure(published.febrl(data, number))
    record_property(SHOWN, f"febrl{number}: F1 {score.f1:.4f}")
    assert score.f1 == pytest.approx(f1, abs=0.01)


def test_fake_1000_is_found_within_three_hundredths(data: Path, record_property) -> None:
    score = published.measure(published.fake_1000(data))
    record_property(SHOWN, f"fake_1000: F1 {score.f1:.4f}")
    assert score.true == 2031
    assert score.f1 == pytest.approx(0.825, abs=0.03)


def test_every_pair_of_rldata500_is_found(data: Path) -> None:
    score = published.measure(published.rldata500(data))
    assert (score.true, score.right) == (50, 50)
    assert score.found <= 55


def test_most_of_the_restaurants_are_found(data: Path) -> None:
    score = published.measure(published.restaurants(data))
    assert score.true == 112
    assert score.f1 > 0.9
