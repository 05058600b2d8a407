"""What is open with a customer now. Each kind of record registers its own: deals do, later ones will."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from setpoint.kernel.actors import Actor
from setpoint.kernel.money import Money
from setpoint.kernel.refs import Ref


@dataclass(frozen=True)
class OpenThing:
    """One open record; `waits_since` is when somebody last did something about it."""

    ref: Ref
    title: str
    state: str
    waits_since: datetime
    money: Money | None = None


@dataclass(frozen=True)
class Opened:
    """What is open of a kind: the first few, those that wait longest before others, and how many there are."""

    things: Sequence[OpenThing] = ()
    count: int = 0


Find = Callable[[Actor, Sequence[int], int], Opened]


@dataclass(frozen=True)
class OpenKind:
    """`find(actor, parties, limit)` returns what the actor sees open with the parties, in as many queries for any."""

    kind: str
    label: str | Promise
    icon: str
    find: Find


OPEN_KINDS: dict[str, OpenKind] = {}


@dataclass(frozen=True)
class OpenOfKind:
    """A kind with what is open of it."""

    kind: OpenKind
    found: Opened = field(default_factory=Opened)


def register_open(kind: OpenKind) -> OpenKind:
    """Let cards show what is open of a kind of record."""
    OPEN_KINDS[kind.kind] = kind
    return kind


def all_open(actor: Actor, parties: Sequence[int], limit: int) -> list[OpenOfKind]:
    """Return what is open with parties, kind by kind, without kinds of which nothing is."""
    found = [OpenOfKind(kind, kind.find(actor, parties, limit)) for kind in OPEN_KINDS.values()]
    return [one for one in found if one.found.count]
