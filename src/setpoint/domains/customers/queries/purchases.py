"""Which facts are purchases. The domains that sell register theirs; the value of a customer is measured from them."""

from collections.abc import Callable
from dataclasses import dataclass

from setpoint.kernel.facts import JsonDict


@dataclass(frozen=True)
class Purchase:
    """`count(data)` is 1 for a purchase, -1 for one that is taken back, 0 for neither; `amount` in minor units."""

    fact: str
    count: Callable[[JsonDict], int]
    amount: Callable[[JsonDict], int]


PURCHASES: dict[str, Purchase] = {}


def register_purchase(purchase: Purchase) -> Purchase:
    """Count facts of a kind as purchases."""
    PURCHASES[purchase.fact] = purchase
    return purchase
