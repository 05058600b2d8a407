"""What steering does in the world, measured on pairs of companies with the same luck."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from setpoint.simulation.parameters import WorldParameters
from setpoint.simulation.shocks import Absence
from tests.simulation.steering import Reassign, ValueFirst, gains

pytestmark = pytest.mark.long

COMPANY = WorldParameters()
TWO_AWAY = replace(COMPANY, shocks=(Absence(first=date(2025, 4, 7), last=date(2025, 5, 16), owners=(1, 4)),))


def told(name: str, paired: np.ndarray) -> tuple[float, float]:
    mean, error = float(paired.mean()), float(paired.std(ddof=1) / len(paired) ** 0.5)
    print(f"{name}: {mean:+.1%} +- {1.96 * error:.1%} ({len(paired)} pairs)")  # noqa: T201
    return mean, error


def test_touching_what_is_worth_most_first_wins_more():
    mean, error = told("order", gains(COMPANY, ValueFirst(COMPANY), range(20)))
    assert mean > 0.04
    assert mean > 2 * error


def test_an_order_that_nobody_follows_does_nothing():
    wilful = replace(COMPANY, compliance=0.0)
    assert gains(wilful, ValueFirst(wilful), range(2)).tolist() == [0.0, 0.0]


@pytest.fixture(scope="module")
def harmless() -> np.ndarray:
    return gains(TWO_AWAY, Reassign(), range(12))


def test_moving_deals_of_the_absent_and_overloaded_wins_more(harmless):
    mean, error = told("reassign, two of twelve away for six weeks", harmless)
    assert mean > 0.03
    assert mean > 2 * error


def test_moving_deals_costs_what_it_brought_where_customers_resent_it(harmless):
    resented = replace(TWO_AWAY, handover_harm=0.4)
    mean, error = told("reassign, resented", gains(resented, Reassign(), range(12)) - harmless)
    assert mean < -0.08
    assert mean < -2 * error
