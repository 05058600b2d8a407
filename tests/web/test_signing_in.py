"""Providers of single sign-on in the company's settings."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from allauth.socialaccount.models import SocialAccount

from setpoint.journal.models import Fact
from setpoint.platform.models import SignInProvider
from tests.cast import Cast
from tests.web.conftest import SignIn

NEW = "/settings/signing-in/providers/new"


class Answering(BaseHTTPRequestHandler):
    """Tells as little as a provider must; under any other address nothing."""

    def do_GET(self) -> None:
        is_there = self.path == "/company/.well-known/openid-configuration"
        self.send_response(200 if is_there else 404)
        self.end_headers()
        self.wfile.write(b'{"authorization_endpoint": "x", "token_endpoint": "y"}' if is_there else b"nothing")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def issuer(settings) -> Iterator[str]:
    settings.OUTGOING_ALLOWED = ["127.0.0.1/32"]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/company"
    server.shutdown()


def answers(issuer: str, **values: str) -> dict[str, str]:
    return {"name": "Tidewater ID", "issuer": issuer, "client_id": "setpoint", "secret": "quietly kept"} | values


def test_a_provider_is_connected_and_offered_at_the_door(cast: Cast, as_person: SignIn, client, issuer: str) -> None:
    olga = as_person(cast.olga)
    made = olga.post(NEW, answers(issuer))
    shown = olga.get(made.url).content.decode()
    assert "http://testserver/sign-in/with/tidewater-id/answer" in shown
    assert "quietly kept" not in shown
    assert "Sign in with Tidewater ID" in client.get("/sign-in").content.decode()
    assert Fact.objects.latest("pk").data == {"name": "Tidewater ID", "issuer": issuer}


def test_an_empty_secret_keeps_the_one_from_before(cast: Cast, as_person: SignIn, issuer: str) -> None:
    olga = as_person(cast.olga)
    address = olga.post(NEW, answers(issuer)).url
    olga.post(address, answers(issuer, secret="", name="Our ID"))
    kept = SignInProvider.objects.get()
    assert (kept.name, kept.key, kept.secret) == ("Our ID", "tidewater-id", "quietly kept")


def test_a_second_one_of_the_same_name_has_an_address_of_its_own(cast: Cast, as_person: SignIn, issuer: str) -> None:
    olga = as_person(cast.olga)
    for _ in range(2):
        olga.post(NEW, answers(issuer))
    assert list(SignInProvider.objects.order_by("pk").values_list("key", flat=True)) == [
        "tidewater-id",
        "tidewater-id-2",
    ]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"issuer": "http://127.0.0.1:1"}, "No provider of OpenID Connect answers there."),
        ({"secret": ""}, "The provider gave you one"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_connected(
    cast: Cast, as_person: SignIn, issuer: str, wrong: dict[str, str], message: str
) -> None:
    before = Fact.objects.count()
    answer = as_person(cast.olga).post(NEW, answers(issuer) | wrong)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert (SignInProvider.objects.count(), Fact.objects.count()) == (0, before)


def test_a_provider_in_a_private_network_is_not_even_asked(
    cast: Cast, as_person: SignIn, issuer: str, settings
) -> None:
    settings.OUTGOING_ALLOWED = []
    answer = as_person(cast.olga).post("/settings/signing-in/providers/new", answers(issuer))
    assert (answer.status_code, "It stands in a private network." in answer.content.decode()) == (422, True)


def test_a_page_that_is_no_provider_is_refused(cast: Cast, as_person: SignIn, issuer: str) -> None:
    assert as_person(cast.olga).post(NEW, answers(f"{issuer}/other")).status_code == 422


def test_a_disconnected_provider_takes_its_links_along(cast: Cast, as_person: SignIn, client, issuer: str) -> None:
    olga = as_person(cast.olga)
    address = olga.post(NEW, answers(issuer)).url
    SocialAccount.objects.create(user=cast.sara, provider="tidewater-id", uid="sara")
    olga.post(address, {"_method": "DELETE"})
    assert (SignInProvider.objects.count(), SocialAccount.objects.count()) == (0, 0)
    assert client.get("/sign-in/with/tidewater-id").status_code == 404


@pytest.mark.parametrize("who", ["henry", "sara"])
def test_nobody_else_connects_one(cast: Cast, as_person: SignIn, issuer: str, who: str) -> None:
    assert as_person(getattr(cast, who)).post(NEW, answers(issuer)).status_code == 403
    assert SignInProvider.objects.count() == 0


def test_an_answer_that_nobody_asked_for_lets_nobody_in(cast: Cast, as_person: SignIn, client, issuer: str) -> None:
    as_person(cast.olga).post(NEW, answers(issuer))
    answer = client.get("/sign-in/with/tidewater-id/answer?code=stolen&state=guessed")
    assert answer.url == "/sign-in"
    assert "_auth_user_id" not in client.session
    assert Fact.objects.latest("pk").kind == "kernel.sign_in_failed"
