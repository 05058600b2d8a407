"""Where pages find the stream, and what their policy allows for it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from setpoint.platform.live.address import live, live_origin
from setpoint.platform.live.tokens import issue
from setpoint.platform.security import policy
from tests.cast import Cast


@pytest.fixture
def with_stream(settings):
    def set_to(**values):
        settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update=values)

    return set_to


def test_the_stream_is_on_the_host_the_browser_came_to(cast: Cast, with_stream):
    with_stream(live_port=8081, live_url="")
    request = RequestFactory(HTTP_HOST="localhost:8080").get("/")
    request.user = cast.sara

    assert live_origin(request) == "http://localhost:8081"
    assert live(request)["live_url"].startswith("http://localhost:8081/live/events?token=")


def test_behind_a_proxy_it_is_where_the_setting_says(cast: Cast, with_stream):
    with_stream(live_port=8081, live_url="https://crm.example/")
    request = RequestFactory(HTTP_HOST="localhost:8080").get("/")
    request.user = cast.sara

    assert live_origin(request) == "https://crm.example"
    assert live(request)["live_url"].split("?")[0] == "https://crm.example/live/events"


def test_a_stranger_has_no_stream(with_stream):
    with_stream(live_port=8081, live_url="")
    request = RequestFactory(HTTP_HOST="localhost:8080").get("/")
    request.user = AnonymousUser()

    assert live(request) == {"live_url": ""}


def test_the_token_is_fit_for_an_address(cast: Cast):
    assert set(issue(cast.sara)) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:.")


def test_the_policy_allows_nothing_inline_and_one_stream():
    assert policy("http://localhost:8081") == (
        "default-src 'self'; img-src 'self' data:; connect-src 'self' http://localhost:8081; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert "connect-src 'self';" in policy("")


@pytest.mark.django_db
def test_every_page_carries_it(client):
    assert client.get("/")["Content-Security-Policy"].startswith("default-src 'self'; ")
