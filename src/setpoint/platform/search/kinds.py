"""How a kind of record registers what of it is found. Later kinds, custom fields and notes come in by the same door."""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import cache
from typing import Any

from django.utils.functional import Promise

from setpoint.journal.models import Fact


class Weight(IntEnum):
    """Where a word stands, the weightiest first; stored with the index."""

    NAME = 0
    TEXT = 1
    # e-mail and telephone: found like names, but no typing errors are looked for in them
    CONTACT = 2


class Sort(Enum):
    """What a value is: how its words are taken out."""

    NAME = "name"
    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True)
class Field:
    """`path` leads from the record to the value as in a query; `personal` values can be forgotten."""

    path: str
    sort: Sort = Sort.TEXT
    weight: Weight = Weight.TEXT
    personal: bool = False


@dataclass(frozen=True)
class Shown:
    """A record as a line of what was found; the first of `details` that has the match is shown, else the first."""

    label: str
    details: tuple[str, ...] = ()
    icon: str = "notes"


Row = Mapping[str, Any]


def _nothing(_fact: Fact) -> bool:
    return False


# kind, numbers of records → (number, text)
Texts = Callable[[str, Sequence[int]], Iterable[tuple[int, str]]]
EVERY_KIND = "*"


@dataclass(frozen=True)
class SearchKind:
    """A kind of record that is found. Its rows, and who sees them, are those of `visible_to`.

    `link` is the name of the page that takes the record's number, after `link_to`. `show` is given the values of
    `columns`. `person` leads to the party whose personal values the fields hold. `follows`: the other kinds whose
    change changes the text, each with the path to it. A fact that `ignores` says True of changes no text.
    """

    kind: str
    heading: str | Promise
    link: str
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    show: Callable[[Row], Shown]
    person: str = ""
    follows: Mapping[str, str] = field(default_factory=dict)
    ignores: Callable[[Fact], bool] = _nothing
    link_to: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The number of the kind in the index."""
        return kind_number(self.kind)


Provider = Callable[[], Iterable[SearchKind]]

KINDS: dict[str, SearchKind] = {}
PROVIDERS: list[Provider] = []
# kind → name of the source → its texts
MORE: dict[str, dict[str, Texts]] = {}


def register_kind(kind: SearchKind) -> SearchKind:
    """Make records of a kind be found. ValueError where personal fields do not say whose they are."""
    if any(each.personal for each in kind.fields) and not kind.person:
        raise ValueError(f"{kind.kind} has personal fields and names no person")
    if any(kind_number(other) == kind.number for other in KINDS if other != kind.kind):
        raise ValueError(f"{kind.kind} has the number of another kind: rename it")
    KINDS[kind.kind] = kind
    return kind


def provide(provider: Provider) -> Provider:
    """Let a table of kinds, read at each question, be searched as well."""
    PROVIDERS.append(provider)
    return provider


def all_kinds() -> dict[str, SearchKind]:
    """Return every kind that is searched now."""
    return KINDS | {kind.kind: kind for provider in PROVIDERS for kind in provider()}


def register_texts(kind: str, source: str, texts: Texts) -> None:
    """Add words of records that stand elsewhere (notes, custom fields) to a kind, or to EVERY_KIND."""
    MORE.setdefault(kind, {})[source] = texts


@cache
def kind_number(kind: str) -> int:
    """Return the number of a kind in the index: short, and the same in every process."""
    return zlib.crc32(kind.encode())
