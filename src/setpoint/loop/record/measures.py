"""Measures: how facts become numbers per scope and day. Domains declare theirs in `record.py` or `measures.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise


class Scope(NamedTuple):
    """Whose number it is: ("company", 1), ("team", Team id), ("owner", User id), ("product", Product id)."""

    kind: str
    id: int


COMPANY = Scope("company", 1)


class Amount(NamedTuple):
    """What one fact adds to a measure: `value` in the smallest unit, for every one of the scopes."""

    scopes: tuple[Scope, ...]
    value: int


# kind of fact and its payload -> what it adds, None for nothing
Extract = Callable[[str, dict[str, Any]], Amount | None]


@dataclass(frozen=True)
class Measure:
    """A quantity accumulated from facts of some kinds."""

    key: str
    name: str | Promise
    kinds: frozenset[str]
    extract: Extract


MEASURES: dict[str, Measure] = {}


def register_measure(key: str, name: str | Promise, kinds: Iterable[str], extract: Extract) -> Measure:
    """Make a measure known. ValueError when its key is taken."""
    if key in MEASURES:
        msg = f"measure {key} is declared twice"
        raise ValueError(msg)
    MEASURES[key] = Measure(key, name, frozenset(kinds), extract)
    return MEASURES[key]
