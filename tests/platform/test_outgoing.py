"""What goes out reaches public addresses only, however an address is written and wherever a redirect leads."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.platform import outgoing
from setpoint.platform.outgoing import AddressRefusedError, checked, may_reach

PRIVATE = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/4",
    "240.0.0.0/4",
]


def addresses(network: str) -> st.SearchStrategy[IPv4Address]:
    return st.ip_addresses(network=network)


private = st.sampled_from(PRIVATE).flatmap(addresses)
public = st.sampled_from(["8.8.8.0/24", "93.184.216.0/24", "77.88.0.0/18"]).flatmap(addresses)


def in_numbers(address: IPv4Address) -> list[str]:
    """An address as browsers, shells and old libraries take it."""
    number = int(address)
    octets = [number >> shift & 255 for shift in (24, 16, 8, 0)]
    return [
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(map(hex, octets)),
        ".".join(f"0{octet:o}" for octet in octets),
        f"{octets[0]}.{number & 0xFFFFFF}",
        f"{octets[0]}.{octets[1]}.{number & 0xFFFF}",
    ]


def wrapped(address: IPv4Address) -> list[str]:
    """The IPv6 addresses whose packets arrive at an IPv4 one."""
    number = int(address)
    teredo = IPv6Address(0x20010000 << 96 | number ^ 0xFFFFFFFF)
    sixtofour = IPv6Address(0x2002 << 112 | number << 80)
    return [f"::ffff:{address}", f"64:ff9b::{address}", str(sixtofour), str(teredo)]


@given(private)
def test_no_private_address_is_reached(address: IPv4Address) -> None:
    assert [text for text in (str(address), *wrapped(address)) if may_reach(text)] == []


@given(public)
def test_public_addresses_are_reached(address: IPv4Address) -> None:
    assert [text for text in (str(address), *wrapped(address)) if not may_reach(text)] == []


@pytest.mark.parametrize("network", ["::1/128", "::/128", "::127.0.0.0/104", "fc00::/7", "fe80::/10", "ff00::/8"])
def test_no_private_network_of_ipv6_is_reached(network: str) -> None:
    first = ip_network(network)[0]
    assert (may_reach(str(first)), may_reach(f"{first}%eth0")) == (False, False)


@given(private)
def test_an_address_is_refused_however_its_number_is_written(address: IPv4Address) -> None:
    for text in in_numbers(address):
        try:
            checked(text, 80)
        except (AddressRefusedError, socket.gaierror):
            continue
        pytest.fail(f"{text} was let through")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "::1"])
def test_this_machine_is_refused_by_every_name(host: str) -> None:
    with pytest.raises(AddressRefusedError):
        checked(host, 80)


class _Leads(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", f"http://127.0.0.2:{self.server.server_port}/secret")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def neighbour():
    """A server on this machine that leads to a neighbouring address; yields its port."""
    _Leads.asked = []
    server = HTTPServer(("0.0.0.0", 0), _Leads)  # noqa: S104 - two addresses of this machine
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


def test_nothing_is_sent_to_this_machine(neighbour: int) -> None:
    with pytest.raises(AddressRefusedError):
        outgoing.session().get(f"http://127.0.0.1:{neighbour}/")
    assert _Leads.asked == []


def test_an_allowed_network_is_reached_and_a_redirect_out_of_it_is_not(neighbour: int, settings) -> None:
    settings.OUTGOING_ALLOWED = ["127.0.0.1/32"]
    assert outgoing.session().get(f"http://127.0.0.1:{neighbour}/").status_code == 200
    with pytest.raises(AddressRefusedError):
        outgoing.session().get(f"http://127.0.0.1:{neighbour}/away")
    assert _Leads.asked == ["/", "/away"]


def test_a_name_is_asked_once_and_the_address_that_was_checked_is_called(neighbour: int, settings, monkeypatch) -> None:
    """The name server lies from its second answer on: the address it said first is the one that is called."""
    settings.OUTGOING_ALLOWED = ["127.0.0.1/32"]
    told, resolve = [], socket.getaddrinfo

    def lying(host: str, port: int, *args: object, **more: object) -> object:
        if host != "crm.example":
            return resolve(host, port, *args, **more)
        told.append("127.0.0.1" if not told else "127.0.0.2")
        return resolve(told[-1], port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lying)
    assert outgoing.session().get(f"http://crm.example:{neighbour}/").status_code == 200
    assert told == ["127.0.0.1"]


def test_proxies_of_the_environment_are_passed_by(neighbour: int, settings, monkeypatch) -> None:
    settings.OUTGOING_ALLOWED = ["127.0.0.1/32"]
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.2:9")
    assert outgoing.session().get(f"http://127.0.0.1:{neighbour}/").status_code == 200
