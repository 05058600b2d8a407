"""A program that acts for a person of the company."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from setpoint.kernel import tokens
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.of_tokens import COUNTER
from setpoint.kernel.models import User
from tests.cast import Cast


class Program:
    """Asks with a token, in JSON."""

    def __init__(self, token: str) -> None:
        self._client = Client(headers={"authorization": f"Bearer {token}", "accept-language": "en"})

    def __call__(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        json = {} if body is None else {"data": body}
        ask = getattr(self._client, method.lower())
        return ask(f"/api/v1{path}", **json, content_type="application/json", headers=named)


@pytest.fixture
def program() -> Callable[..., Program]:
    """Make a program that acts for somebody, within scopes."""
    COUNTER.clear()

    def make(user: User, *scopes: str) -> Program:
        tomorrow = machine_now() + timedelta(days=1)
        wanted = scopes or ("*:*",)
        _row, token = tokens.make(user, name="Program", scopes=wanted, expires_at=tomorrow, by=SYSTEM)
        return Program(token)

    return make


@pytest.fixture
def olgas(cast: Cast, program: Callable[..., Program]) -> Program:
    """A program of the owner of the company."""
    return program(cast.olga)


@pytest.fixture
def saras(cast: Cast, program: Callable[..., Program]) -> Program:
    """A program of a seller."""
    return program(cast.sara)


def errors_of(answer: Any) -> dict[str, str]:
    """Return the wrong values that an answer names: path → message."""
    return {one["path"]: one["message"] for one in answer.json()["errors"]}
