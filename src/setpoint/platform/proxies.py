"""Whose address a request bears behind a proxy: the visitor's where the proxy is trusted, else the proxy's own."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
# what only a trusted proxy may say; from anybody else it does not reach the application
SAID = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


def client_address(get_response: Next) -> Next:
    """Middleware, before whatever asks for an address: let REMOTE_ADDR be that of the visitor."""

    def respond(request: HttpRequest) -> HttpResponse:
        networks = trusted(tuple(settings.TRUSTED_PROXIES))
        peer, forwarded = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
        request.META["setpoint.proxied"] = bool(forwarded)
        if not _within(peer, networks):
            for name in SAID:
                request.META.pop(name, None)
        elif forwarded:
            request.META["REMOTE_ADDR"] = visitor(peer, forwarded.split(","), networks)
        return get_response(request)

    return respond


def visitor(peer: str, forwarded: Sequence[str], networks: Iterable[Network]) -> str:
    """Return the last address before ours: the list is read from its end, and what a stranger wrote is not believed."""
    found, known = peer, tuple(networks)
    for text in reversed(forwarded):
        address = _address(text)
        if address is None:
            return found
        found = str(address)
        if not _within(found, known):
            return found
    return found


@lru_cache(maxsize=8)
def trusted(networks: tuple[str, ...]) -> tuple[Network, ...]:
    """Return networks from how they are written. ValueError for what is none."""
    return tuple(ip_network(text) for text in networks)


def _within(text: str, networks: Iterable[Network]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in networks)


def _address(text: str) -> Address | None:
    """Read an address, with a port as some proxies write it; what only wraps an IPv4 address is that one."""
    plain = text.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ip_address(plain)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
