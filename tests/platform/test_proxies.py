"""Behind a trusted proxy a request bears its visitor's address; a stranger's word about addresses counts nothing."""

import pytest
from django.http import HttpRequest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from setpoint.environment import Environment
from setpoint.platform.proxies import client_address, trusted, visitor

PROXIES = ["10.0.0.0/8", "::1/128"]


def seen(settings, peer: str, forwarded: str = "", proto: str = "") -> tuple[str, bool]:
    settings.TRUSTED_PROXIES = PROXIES
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": peer}
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    if proto:
        request.META["HTTP_X_FORWARDED_PROTO"] = proto
    found = []
    client_address(lambda request: found.append((request.META["REMOTE_ADDR"], request.is_secure())))(request)
    return found[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.0.0.5", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.5", "192.0.2.7, 10.0.0.9", "192.0.2.7"),
        ("10.0.0.5", "203.0.113.1, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.5", "192.0.2.7:51234", "192.0.2.7"),
        ("10.0.0.5", "[2001:db8::7]:443", "2001:db8::7"),
        ("::ffff:10.0.0.5", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.5", "unknown", "10.0.0.5"),
        ("10.0.0.5", "<script>, 10.0.0.9", "10.0.0.9"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("192.0.2.66", "203.0.113.1", "192.0.2.66"),
    ],
)
def test_the_address_is_the_last_one_that_a_proxy_of_ours_saw(settings, peer, forwarded, address):
    assert seen(settings, peer, forwarded)[0] == address


def test_https_is_believed_of_a_trusted_proxy_only(settings):
    assert seen(settings, "10.0.0.5", proto="https")[1] is True
    assert seen(settings, "192.0.2.66", proto="https")[1] is False


@settings(max_examples=50)
@given(st.lists(st.text(max_size=20), max_size=6))
def test_whatever_is_written_an_address_comes_out(forwarded):
    assert visitor("10.0.0.5", forwarded, trusted(tuple(PROXIES))).count(" ") == 0


def test_a_wrong_network_stops_the_start():
    with pytest.raises(ValidationError, match="SETPOINT_TRUSTED_PROXIES"):
        Environment(SETPOINT_TRUSTED_PROXIES="10.0.0.5/8")
