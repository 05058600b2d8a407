"""Which column of a file says what."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from rapidfuzz.distance import OSA

from setpoint.platform.importing.kinds import ImportKind
from setpoint.platform.importing.problems import FileError

_LETTERS_PER_SLIP = 5
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
_SIGNS = re.compile(r"[\W_]+")

ColumnMap: TypeAlias = dict[str, int]


def recognise(header: Sequence[str], kind: ImportKind) -> ColumnMap:
    """Match fields to columns by their synonyms: field key -> column index, each column once.

    Fields that no column says are left out.
    """
    names = [_folded(name) for name in header]
    distances = sorted(
        (_distance(name, [field.key, *field.synonyms]), place, column, field.key)
        for column, name in enumerate(names)
        for place, field in enumerate(kind.all_fields)
    )
    columns: ColumnMap = {}
    for distance, _place, column, key in distances:
        near = distance <= len(names[column]) // _LETTERS_PER_SLIP and names[column]
        if near and key not in columns and column not in columns.values():
            columns[key] = column
    return columns


def recognise_kind(header: Sequence[str], kinds: Iterable[ImportKind]) -> ImportKind | None:
    """Name the kind whose required fields are all there and which explains most columns, if any."""
    best, best_matched = None, 0
    for kind in kinds:
        columns = recognise(header, kind)
        if not missing(columns, kind) and len(columns) > best_matched:
            best, best_matched = kind, len(columns)
    return best


def missing(columns: Mapping[str, int], kind: ImportKind) -> list[str]:
    """List the keys of required fields that have no column."""
    return [field.key for field in kind.all_fields if field.required and field.key not in columns]


def require_columns(columns: Mapping[str, int], kind: ImportKind, file: str) -> None:
    """Refuse a file without a required column (`FileError`)."""
    for key in missing(columns, kind):
        raise FileError(file, "file.column", field=str(kind.field(key).label))


def _distance(name: str, synonyms: Iterable[str]) -> int:
    return min(OSA.distance(name, _folded(synonym)) for synonym in synonyms)


def _folded(name: str) -> str:
    words = _SIGNS.sub(" ", _CAMEL.sub(" ", name)).casefold().replace("ё", "е")
    return " ".join(words.split())
