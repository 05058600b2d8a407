"""Where data of people stand: each place registers what it tells of a person, and which tables that covers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise

from setpoint.kernel.facts import JsonDict

Tell = Callable[[int], list[JsonDict]]
Files = Callable[[int], list[tuple[str, Path]]]


def _no_files(_person: int) -> list[tuple[str, Path]]:
    return []


@dataclass(frozen=True)
class Part:
    """`tell` gives all of it as readable rows, `files` (name, place) of what lies on the disk.

    `tables` are those whose personal values it tells. `stays`: its rows stay when the person is erased, nameless.
    Parts are told by `position`.
    """

    key: str
    label: str | Promise
    tell: Tell
    files: Files = _no_files
    tables: tuple[str, ...] = ()
    stays: bool = False
    position: int = 50


PARTS: dict[str, Part] = {}


def register_part(part: Part) -> Part:
    """Let a place be told and counted. ValueError where the key is taken."""
    if PARTS.setdefault(part.key, part) is not part and PARTS[part.key].tell.__qualname__ != part.tell.__qualname__:
        raise ValueError(f"{part.key} is registered twice")
    PARTS[part.key] = part
    return part


def all_parts() -> list[Part]:
    """Return the parts in the order in which they are told."""
    return sorted(PARTS.values(), key=lambda part: part.position)
