"""Nobody is told that something is impossible or certain."""

import pytest

from setpoint.kernel.shares import chance, percent


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        (0.0, "<\u00a01%", "<\u00a01\u00a0%"),
        (0.0099, "<\u00a01%", "<\u00a01\u00a0%"),
        (0.01, "1%", "1\u00a0%"),
        (0.414, "41%", "41\u00a0%"),
        (0.99, "99%", "99\u00a0%"),
        (0.9901, ">\u00a099%", ">\u00a099\u00a0%"),
        (1.0, ">\u00a099%", ">\u00a099\u00a0%"),
    ],
)
def test_a_chance_is_never_shown_as_none_or_certain(value: float, english: str, russian: str) -> None:
    assert (chance(value, "en"), chance(value, "ru")) == (english, russian)


def test_a_share_may_be_nothing_or_all() -> None:
    assert [percent(value, "en") for value in (0.0, 0.2, 1.0)] == ["0%", "20%", "100%"]
