"""Who asks too often waits, and he alone."""

import pytest
from django.test import Client

from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.limits.operations import change
from setpoint.kernel.rates import MOST_KEYS, Counter, Rate
from setpoint.web.shell import rates
from tests.cast import Cast
from tests.web.conftest import SignIn

FORGOTTEN = ("POST", "forgotten")


def limit(name: tuple[str, str], most: int) -> None:
    """Let so many requests through."""
    change({rates.LIMITS[name]: most}, by=SYSTEM)


@pytest.mark.parametrize(
    ("name", "address", "form"),
    [
        (("GET", "search"), "/search", {"q": "oak"}),
        (("POST", "new_import"), "/imports/new", {}),
        (("POST", "new_token"), "/settings/security/tokens/new", {}),
        (("POST", "account_login"), "/sign-in", {"login": "x@tidewater.example", "password": "guess"}),
        (FORGOTTEN, "/sign-in/forgotten", {"email": "x@tidewater.example"}),
    ],
)
def test_after_so_many_requests_one_waits(cast: Cast, as_person: SignIn, name, address, form) -> None:
    limit(name, 2)
    client = Client() if address.startswith("/sign-in") else as_person(cast.olga)
    asked = client.get if name[0] == "GET" else client.post
    first = [asked(address, form).status_code for _time in range(2)]
    facts = Fact.objects.count()

    third = asked(address, form)

    assert 429 not in first
    assert (third.status_code, int(third.headers["Retry-After"]) in range(55, 3602)) == (429, True)
    assert "Too many requests" in third.content.decode()
    assert Fact.objects.count() == facts


def test_another_person_and_another_machine_do_not_wait(cast: Cast, as_person: SignIn) -> None:
    limit(("GET", "search"), 1)
    limit(FORGOTTEN, 1)
    sara, olga, there = as_person(cast.sara), as_person(cast.olga), Client(REMOTE_ADDR="192.0.2.7")
    mail = {"email": "x@tidewater.example"}
    assert [client.get("/search").status_code for client in (sara, sara, olga)] == [200, 429, 200]
    asked = [client.post("/sign-in/forgotten", mail).status_code for client in (Client(), Client(), there)]
    assert asked == [200, 429, 200]


def test_a_request_that_waited_is_not_counted_and_the_window_moves(monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr("setpoint.kernel.rates.monotonic", lambda: now[0])
    counter, rate = Counter(), Rate(2, 10)
    waited = []
    for now[0] in (100.0, 104.0, 105.0, 109.0, 110.0, 111.0, 114.0):
        waited.append(counter.wait("sara", rate))
    assert waited == [0, 0, 6, 2, 0, 4, 0]


def test_memory_is_bounded_and_who_asks_now_is_remembered() -> None:
    counter, rate = Counter(), Rate(1, 60)
    counter.wait("sara", rate)
    for number in range(MOST_KEYS - 1):
        counter.wait(str(number), rate)
    assert counter.wait("sara", rate) > 0
    counter.wait("newcomer", rate)
    assert (counter.wait("sara", rate) > 0, counter.wait("0", rate)) == (True, 0)
