"""Pages are asked for as people of the cast; queries are counted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import User
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def as_person(db: None) -> SignIn:
    """A client that is signed in as somebody."""
    return signed_in


def signed_in(user: User) -> Client:
    """Put somebody before a browser."""
    client = Client()
    client.force_login(user)
    return client


def a_deal(cast: Cast, **values: object) -> Deal:
    """A deal of Sara's, as tests want it."""
    given = {
        "name": "Cedar shed for Oak",
        "pipeline": cast.pipeline,
        "stage": cast.stages[0],
        "owner": cast.sara,
        "customer": cast.oak,
        "product": cast.shed,
        "amount": 480_000,
        "currency": "USD",
    }
    return deals.create(by=SYSTEM, **(given | values))


def queries(client: Client, address: str, **headers: Any) -> int:
    """Return how many queries a page takes."""
    client.get(address, headers=headers)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, headers=headers).status_code == 200
    return len(captured)
