"""The ways by which a notice reaches a person: one file each, found by discovery. Delete a file and the way is gone."""

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from django.utils.functional import Promise

from setpoint.loop.inform.models.wish import When


class HopelessError(Exception):
    """This delivery will never arrive: it is refused, and its message says why."""


@dataclass(frozen=True)
class Message:
    """What leaves, in the words of the receiver's language. `identity` never changes: a repeat bears the same one."""

    identity: str
    user: int
    title: str
    text: str
    url: str


def _nowhere(_user: int) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Way:
    """`targets` are the addresses of a person, each delivered to by itself; `send` takes the message to one of them.

    `send` raises HopelessError where trying again is useless and OSError where it is not. It may be called again with
    the same identity after a crash. A way without `send` needs no delivery.
    """

    key: str
    label: str | Promise
    whens: tuple[When, ...]
    usual: When
    position: int
    targets: Callable[[int], Sequence[str]] = _nowhere
    send: Callable[[Message, str], None] | None = None


WAYS: dict[str, Way] = {}


def register_way(way: Way) -> None:
    """Declare a way. ValueError where its key is taken by another."""
    known = WAYS.get(way.key)
    if known is not None and known.send is not None and known.send is not way.send:
        raise ValueError(f"way {way.key} is declared twice")
    WAYS[way.key] = way


def all_ways() -> list[Way]:
    """Return the ways in the order of a page."""
    return sorted(WAYS.values(), key=lambda way: way.position)


def discover() -> None:
    """Import every file of this folder."""
    for found in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{found.name}")
