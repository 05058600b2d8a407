"""A line of log for every request: what was asked of which route, by whom as a number, and nothing of a person."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.db import IntegrityError
from django.test import Client

from setpoint.platform.observing.context import Stamp, taken_or_made
from setpoint.platform.observing.logs import Json, RouteOnly, Text
from tests.cast import Cast
from tests.web.conftest import signed_in


class Kept(logging.Handler):
    """Lines as they would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, object]] = []
        self.setFormatter(Json())
        self.addFilter(Stamp())
        self.addFilter(RouteOnly())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def test_a_request_leaves_one_line(cast: Cast, kept: Kept) -> None:
    answer = signed_in(cast.sara).get(f"/customers/{cast.ivan.pk}?q=Petrov", headers={"X-Request-ID": "abc-7"})

    (line,) = kept.lines
    assert {name: line[name] for name in line.keys() - {"at", "ms"}} == {
        "level": "info",
        "logger": "setpoint.platform.observing.requests",
        "message": "request",
        "request_id": "abc-7",
        "method": "GET",
        "route": "/customers/<int:party_id>",
        "status": 200,
        "user": cast.sara.pk,
    }
    assert answer.headers["X-Request-ID"] == "abc-7"


def test_what_is_no_number_of_a_request_is_not_repeated() -> None:
    assert taken_or_made("abc-7") == "abc-7"
    for said in ("", "a b", "x" * 65, "a\nb", '{"level"}'):
        made = taken_or_made(said)
        assert made != said
        assert len(made) == 32


def test_machines_that_look_every_second_leave_none(cast: Cast, kept: Kept) -> None:
    for address in ("/healthz", "/readyz", "/metrics"):
        Client().get(address)
    assert kept.lines == []


def test_the_address_of_a_request_that_failed_is_in_no_line(cast: Cast, kept: Kept) -> None:
    Client().get("/entry/the-secret-key")
    logging.getLogger("django.request").error(
        "Internal Server Error: %s", "/entry/the-secret-key", extra={"request": object(), "status_code": 500}
    )
    assert "the-secret-key" not in json.dumps(kept.lines)
    assert [line["message"] for line in kept.lines] == ["request", "Internal Server Error"]


@pytest.mark.parametrize("formatter", [Json(), Text()])
def test_values_that_a_database_names_are_in_no_line(formatter: logging.Formatter) -> None:
    error = IntegrityError("duplicate key\nDETAIL:  Key (email)=(ada@ash.example) already exists.")
    line = formatter.format(logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), (type(error), error, None)))
    assert "duplicate key" in line
    assert "ada@ash.example" not in line
