"""How a kind of fact is declared, and the port through which operations write facts.

The journal stands behind the port; nobody who writes a fact imports it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.refs import Ref

JsonDict = dict[str, Any]
P = TypeVar("P")


def _never(_payload: Any) -> bool:
    return False


@dataclass(frozen=True)
class FactType:
    """A declared kind of fact: payload dataclass, sentence in the reader's language, personal fields.

    A payload of which `contact` is true tells of a contact with somebody outside: the journal takes it only with the
    customer it was.
    """

    kind: str
    payload: type
    sentence: str | Promise
    personal: frozenset[str]
    translated: frozenset[str] = frozenset()
    contact: Callable[[Any], bool] = _never


@dataclass(frozen=True)
class NewFact:
    """A fact about to be written. `person` is the party whose personal values the payload carries."""

    payload: Any
    about: Ref
    by: Actor
    occurred_at: datetime
    customer: int | None = None
    person: int | None = None
    channel: str = ""
    changes: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def type(self) -> FactType:
        """The declaration of the payload's class."""
        return _BY_PAYLOAD[self.payload.__class__]

    def data(self) -> JsonDict:
        """The payload as JSON values."""
        return {name: getattr(self.payload, name) for name in _names(self.payload.__class__)}


@cache
def _names(payload: type) -> tuple[str, ...]:
    return tuple(part.name for part in fields(payload))


Sink = Callable[[Sequence[NewFact]], list[int]]

FACT_TYPES: dict[str, FactType] = {}
_BY_PAYLOAD: dict[type, FactType] = {}
_sinks: list[Sink] = []


def fact_type(
    kind: str,
    *,
    sentence: str | Promise,
    personal: Iterable[str] = (),
    translated: Iterable[str] = (),
    contact: Callable[[Any], bool] = _never,
) -> Callable[[type[P]], type[P]]:
    """Declare a frozen dataclass as the payload of facts of `kind`.

    `sentence` may use the payload's fields as `{field}`, and `{actor}`; the values of `translated` fields are
    English texts of the catalogue, told in the reader's language; `contact` as in `FactType`. Raises ValueError
    when the kind is taken.
    """

    def declare(payload: type[P]) -> type[P]:
        if kind in FACT_TYPES and FACT_TYPES[kind].payload.__qualname__ != payload.__qualname__:
            msg = f"fact type {kind} is declared twice"
            raise ValueError(msg)
        declared = FactType(kind, payload, sentence, frozenset(personal), frozenset(translated), contact)
        FACT_TYPES[kind] = _BY_PAYLOAD[payload] = declared
        return payload

    return declare


def connect(sink: Sink) -> None:
    """Put the journal behind the port (once, when the applications are ready)."""
    _sinks[:] = [sink]


def emit(fact: NewFact) -> int:
    """Write one fact in the caller's transaction; return its id."""
    return emit_many([fact])[0]


def emit_many(facts: Sequence[NewFact]) -> list[int]:
    """Write facts in the caller's transaction, in order; return their ids. PermissionDenied where one only looks."""
    (sink,) = _sinks
    if any(fact.by.view_only for fact in facts):
        raise PermissionDenied(_("You look with another person's eyes: nothing can be changed until you stop."))
    return sink(facts)
