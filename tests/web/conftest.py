"""Pages are asked for as people of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client

from setpoint.kernel.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def as_person(db: None) -> SignIn:
    """A client that is signed in as somebody."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
