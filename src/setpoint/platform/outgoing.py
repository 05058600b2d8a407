"""The one way out over HTTP: a connection goes to the address that was checked, and never to a private one.

The check stands where a socket is opened, after the name was resolved: no redirect, name that changes its
address (DNS rebinding) or way of writing numbers passes it by.
"""

import socket
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError
from urllib3.util.connection import create_connection

Address = IPv4Address | IPv6Address
SECONDS = 10
REDIRECTS = 5
# IPv6 that only wraps an IPv4 address, which is where the packets arrive
NAT64 = ip_network("64:ff9b::/96")
# networks of one's own behind such a translator, and the IPv4-compatible ones that nobody routes
NEVER = (ip_network("64:ff9b:1::/48"), ip_network("::/96"))


class AddressRefusedError(requests.exceptions.InvalidURL):
    """A name leads to an address that this installation may not reach; nothing was sent."""


class _RefusedError(Exception):
    # urllib3 tries anew after whatever is an OSError, as all errors of requests are
    pass


def session() -> requests.Session:
    """Return a client whose every connection is checked; it follows few redirects and waits ten seconds."""
    made = requests.Session()
    # a proxy named by the environment would resolve names in our place
    made.trust_env = False
    made.max_redirects = REDIRECTS
    for scheme in ("http://", "https://"):
        made.mount(scheme, _Checked())
    return made


def checked(host: str, port: int) -> list[str]:
    """Return the addresses of a host. AddressRefusedError where one of them is private; gaierror for no host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(place[0]) for *_kind, place in found))
    for address in addresses:
        if not may_reach(address):
            raise AddressRefusedError(f"{host} leads to {address}, which is no public address")
    return addresses


def may_reach(address: str) -> bool:
    """Whether an address, written in numbers, is public or allowed by the administrator of the server."""
    plain = _unwrapped(ip_address(address.partition("%")[0]))
    if any(plain in network for network in allowed(settings.OUTGOING_ALLOWED)):
        return True
    return plain.is_global and not (plain.is_multicast or plain.is_reserved or any(plain in each for each in NEVER))


def allowed(networks: Iterable[str]) -> list[IPv4Network | IPv6Network]:
    """Return networks from how they are written. ValueError for what is none."""
    return [ip_network(text) for text in networks]


def _unwrapped(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    return inside or address


def _connect(connection: HTTPConnection) -> socket.socket:
    host = connection._dns_host  # noqa: SLF001 - urllib3 names its host so where it opens a socket
    try:
        addresses = checked(host, connection.port)
    except AddressRefusedError as error:
        raise _RefusedError(str(error)) from error
    except socket.gaierror as error:
        raise NameResolutionError(host, connection, error) from error
    for address in addresses[:-1]:
        with suppress(OSError):
            return create_connection((address, connection.port), connection.timeout, connection.source_address)
    return create_connection((addresses[-1], connection.port), connection.timeout, connection.source_address)


class _Http(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _Https(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class _Checked(HTTPAdapter):
    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:  # noqa: FBT001, FBT002 - as requests has it
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}

    def send(self, request: Any, *args: Any, **more: Any) -> requests.Response:
        more["timeout"] = more.get("timeout") or SECONDS
        try:
            return super().send(request, *args, **more)
        except _RefusedError as refusal:
            raise AddressRefusedError(str(refusal), request=request) from refusal
