"""Who comes in, and who does not."""

import pytest
from django.test import Client

from setpoint.kernel.models import User
from tests.cast import Cast

PASSWORD = "cedar and larch"


@pytest.fixture
def sara(cast: Cast) -> User:
    cast.sara.set_password(PASSWORD)
    cast.sara.save()
    return cast.sara


def attempt(password: str, email: str = "sara.stone@tidewater.example") -> tuple[Client, int]:
    client = Client()
    return client, client.post("/sign-in", {"login": email, "password": password}).status_code


def test_a_page_asks_a_stranger_to_sign_in_and_leads_back(sara: User) -> None:
    client = Client()
    assert client.get("/settings").url == "/sign-in?next=/settings"
    answer = client.post("/sign-in", {"login": sara.email, "password": PASSWORD, "next": "/settings"})
    assert (answer.status_code, answer.url) == (302, "/settings")
    assert client.get("/settings").status_code == 200


def test_nobody_is_led_to_another_site(sara: User) -> None:
    answer = Client().post("/sign-in", {"login": sara.email, "password": PASSWORD, "next": "https://evil.example/"})
    assert answer.url == "/"


def test_the_case_of_the_address_does_not_matter(sara: User) -> None:
    assert attempt(PASSWORD, "Sara.Stone@Tidewater.example")[1] == 302


def test_a_wrong_password_and_an_unknown_address_sound_the_same(sara: User) -> None:
    wrong = Client().post("/sign-in", {"login": sara.email, "password": "x"})
    unknown = Client().post("/sign-in", {"login": "nobody@tidewater.example", "password": "x"})
    for answer in (wrong, unknown):
        assert answer.status_code == 422
        assert "E-mail and password do not match" in answer.content.decode()


def test_after_five_failures_the_right_password_does_not_help_either(sara: User) -> None:
    for _ in range(5):
        attempt("guess")
    client, status = attempt(PASSWORD)
    assert status == 422
    assert "_auth_user_id" not in client.session


def test_signing_out_ends_the_session(sara: User) -> None:
    client, _ = attempt(PASSWORD)
    assert client.post("/sign-out").url == "/sign-in"
    assert client.get("/settings").status_code == 302


def test_the_cast_is_offered_in_the_demo_company_only(cast: Cast) -> None:
    assert "Sara Stone" not in Client().get("/sign-in").content.decode()
    assert Client().post(f"/sign-in/{cast.sara.pk}").status_code == 403
    cast.company.is_demo = True
    cast.company.save()
    assert "Sara Stone" in Client().get("/sign-in").content.decode()
    client = Client()
    assert client.post(f"/sign-in/{cast.sara.pk}").status_code == 302
    assert client.session["_auth_user_id"] == str(cast.sara.pk)
