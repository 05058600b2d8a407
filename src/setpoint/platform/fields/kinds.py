"""Which kinds of record can carry fields, and what the fields must know about them. Domains register theirs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from setpoint.kernel.actors import Actor

Rows = Callable[[Actor, str], "QuerySet[Any]"]
Given = Sequence[int]


@dataclass(frozen=True)
class State:
    """A state a record may be in; those of one `group` follow each other by `position`."""

    id: int
    label: str
    group: str
    position: int


@dataclass(frozen=True)
class Belonging:
    """To whom a record belongs: the customer whose timeline tells of it, the person whose data it holds."""

    customer: int | None = None
    person: int | None = None


@dataclass(frozen=True)
class Native:
    """What a record has by itself and a formula may name; `type` is number, money, text or date."""

    key: str
    label: str | Promise
    type: str
    path: str
    currency: str = ""


def _nowhere(_ids: Given) -> dict[int, Any]:
    return {}


def _no_records(_person: int) -> list[int]:
    return []


@dataclass(frozen=True)
class FieldKind:
    """`rows(actor, action)` are the rows on which the actor may do it; `belongs` and `states_of` go by record number.

    `title` is the path of a record's name, `folded` that of the name as it is searched.
    """

    kind: str
    label: str | Promise
    rows: Rows
    title: str = "name"
    folded: str = "folded"
    natives: tuple[Native, ...] = ()
    states: Callable[[], list[State]] = list
    states_of: Callable[[Given], Mapping[int, int]] = _nowhere
    belongs: Callable[[Given], Mapping[int, Belonging]] = _nowhere
    of_person: Callable[[int], Iterable[int]] = field(default=_no_records)


Provider = Callable[[], Iterable[FieldKind]]

_KINDS: dict[str, FieldKind] = {}
_PROVIDERS: list[Provider] = []


def register(kind: FieldKind) -> None:
    """Let records of a kind carry fields. ValueError where the kind is declared twice."""
    if _KINDS.setdefault(kind.kind, kind) is not kind:
        raise ValueError(f"{kind.kind} carries fields already")


def provide(provider: Provider) -> Provider:
    """Let a table of kinds, read at each question, carry fields as well."""
    _PROVIDERS.append(provider)
    return provider


def all_kinds() -> dict[str, FieldKind]:
    """Return every kind that carries fields."""
    return _KINDS | {kind.kind: kind for provider in _PROVIDERS for kind in provider()}


def kind_of(name: str) -> FieldKind:
    """Return a kind; KeyError where it carries no fields."""
    return _KINDS[name] if name in _KINDS else all_kinds()[name]
