"""Money is exact and never mixes currencies."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.kernel.money import Money

MINOR = st.integers(-(10**15), 10**15)


@given(MINOR, st.sampled_from(["USD", "RUB", "JPY", "KWD"]))
def test_major_units_lead_back_to_the_same_minor_units(minor, currency):
    money = Money(minor, currency)
    assert Money.of(money.amount, currency) == money


@given(MINOR, MINOR)
def test_what_is_added_can_be_taken_away(first, second):
    assert Money(first, "RUB") + Money(second, "RUB") - Money(second, "RUB") == Money(first, "RUB")


def test_currencies_do_not_meet():
    with pytest.raises(ValueError, match="RUB and USD"):
        Money(1, "RUB") + Money(1, "USD")


@pytest.mark.parametrize(
    ("currency", "amount", "minor"), [("USD", "1.005", 100), ("USD", "1.015", 102), ("JPY", "12", 12)]
)
def test_finer_amounts_are_rounded_to_even(currency, amount, minor):
    assert Money.of(Decimal(amount), currency).minor == minor


def test_money_is_written_as_people_write_it():
    assert Money(123_456_789, "USD").format("en") == "$1,234,567.89"
    assert Money(123_456_789, "RUB").format("ru") == "1\xa0234\xa0567,89\xa0₽"
    assert Money(123_456_700, "RUB").format("ru", whole=True) == "1\xa0234\xa0567\xa0₽"
