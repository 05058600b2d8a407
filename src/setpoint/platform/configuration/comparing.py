"""What a file would change, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

NAMES = ("key", "name")


@dataclass(frozen=True)
class Difference:
    """One change at a place; `old` None = it is added."""

    place: str
    old: str | None
    new: str


def differences(now: Any, wanted: Any, place: str = "") -> Iterator[Difference]:
    """Yield what `wanted` adds or changes; what it does not name stays and is not told."""
    if isinstance(now, dict) and isinstance(wanted, dict):
        for name, value in wanted.items():
            inner = f"{place} / {name}" if place else str(name)
            if name not in now:
                yield from _added(value, inner)
            else:
                yield from differences(now[name], value, inner)
    elif isinstance(wanted, list) and isinstance(now, list) and _named(wanted) and _named(now):
        known = {_name(one): one for one in now}
        for one in wanted:
            inner = f"{place} / {_name(one)}"
            if _name(one) in known:
                yield from differences(known[_name(one)], one, inner)
            else:
                yield from _added(one, inner)
    elif now != wanted:
        yield Difference(place, _text(now), _text(wanted))


def _added(value: Any, place: str) -> Iterator[Difference]:
    yield Difference(place, None, _text(value))


def _named(values: list[Any]) -> bool:
    return all(isinstance(one, dict) and _name(one) for one in values)


def _name(one: dict[str, Any]) -> str:
    return next((str(one[name]) for name in NAMES if isinstance(one.get(name), str)), "")


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(one)}" for name, one in value.items() if one not in (None, {}, [], "", False))
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return "—" if value is None else str(value)
