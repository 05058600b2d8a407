"""Measures: how facts become numbers per scope and day. Domains declare theirs and what they take from a fact."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise

from setpoint.journal.models import Fact


class Scope(NamedTuple):
    """Whose number it is: ("company", 1), ("team", Team id), ("owner", User id), ("product", Product id)."""

    kind: str
    id: int


COMPANY = Scope("company", 1)


class Entry(NamedTuple):
    """What one fact adds to each of the scopes: `value` in the smallest unit.

    `n` -1 (with a negative value) takes away what an earlier fact had brought.
    """

    scopes: tuple[Scope, ...]
    value: int
    n: int = 1


Extract = Callable[[Fact], Entry | None]


@dataclass(frozen=True)
class Measure:
    """A quantity accumulated from facts of some kinds."""

    key: str
    name: str | Promise
    kinds: frozenset[str]
    extract: Extract


MEASURES: dict[str, Measure] = {}
_BY_KIND: dict[str, list[Measure]] = {}


def register_measure(key: str, name: str | Promise, kinds: Iterable[str], extract: Extract) -> Measure:
    """Make a measure known. ValueError when its key is taken."""
    if key in MEASURES:
        msg = f"measure {key} is declared twice"
        raise ValueError(msg)
    measure = MEASURES[key] = Measure(key, name, frozenset(kinds), extract)
    for kind in measure.kinds:
        _BY_KIND.setdefault(kind, []).append(measure)
    return measure


def measures_of(kind: str) -> list[Measure]:
    """Return the measures that facts of a kind feed."""
    return _BY_KIND.get(kind, [])
