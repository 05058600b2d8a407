"""Ports on which we can answer."""

import socket
from gettext import gettext as _

from setpoint.commands.refusal import Refusal

TRIES = 100


def is_free(host: str, port: int) -> bool:
    """Whether we could answer on this port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # as servers do, so that a port just left counts as free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def this_or_none(host: str, port: int) -> int:
    """Return `port`; Refusal where something else answers on it."""
    if is_free(host, port):
        return port
    raise Refusal(_("Port %(port)s is taken. Choose another: --port or SETPOINT_PORT.") % {"port": port})


def next_free(host: str, port: int, *, taken: set[int] | None = None) -> int:
    """Return the first free port from `port` on; Refusal where there is none near."""
    for candidate in range(port, min(port + TRIES, 65536)):
        if candidate not in (taken or set()) and is_free(host, candidate):
            return candidate
    raise Refusal(_("No free port from %(port)s on.") % {"port": port})
