"""A page takes the same number of queries for one row as for three, and we know the number."""

import pytest

from setpoint.domains.catalog.operations import products
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import WorkListPosition
from setpoint.domains.sales.operations import deals
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import User
from tests.cast import MONDAY, Cast
from tests.web.conftest import SignIn, a_deal, queries


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/deals/board", 14),
        ("/deals", 17),
        ("/deals/{deal}", 24),
        ("/customers", 14),
        ("/customers/{customer}", 36),
        ("/today", 27),
        ("/search?q=cedar", 12),
        ("/products", 14),
        ("/settings", 6),
    ],
)
def test_the_number_of_queries_does_not_grow_with_rows(
    cast: Cast, as_person: SignIn, address: str, expected: int, rows: int
) -> None:
    fill(cast, rows)
    path = address.format(deal=deals.Deal.objects.order_by("pk")[0].pk, customer=cast.oak.pk)
    assert queries(as_person(cast.sara), path) == expected


def fill(cast: Cast, rows: int) -> None:
    """Make so many rows of everything a page shows."""
    for number in range(rows):
        deal = a_deal(cast, name=f"Cedar shed {number}", amount=None if number == 1 else 480_000)
        deals.touch_many([deals.Touch(deal.pk, "call", MONDAY)], by=Actor.of(cast.sara))
        WorkListPosition.objects.create(deal=deal, score=number, set_at=MONDAY)
        products.create(name=f"Shed {number}", list_price=900, currency="USD", by=SYSTEM)
        parties.create(kind="person", name=f"Cedar Ann {number}", employer=cast.oak, by=SYSTEM)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_colleagues_takes_the_same_queries_for_more_of_them(
    cast: Cast, as_person: SignIn, rows: int
) -> None:
    User.objects.bulk_create(User(name=f"Ann {number}", email=f"ann{number}@x.example") for number in range(rows))
    assert queries(as_person(cast.olga), "/settings/people") == 19
