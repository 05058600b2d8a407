"""Exports of other systems, known by names of columns; `setpoint.integrations` has one file of them per system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from setpoint.kernel.folding import fold
from setpoint.platform.importing.kinds import KINDS, ImportKind
from setpoint.platform.importing.mapping import ColumnMap


@dataclass(frozen=True)
class Part:
    """What rows of an export say of one kind: field → names of its column, in every language, the first one found.

    `prefixes`: what stands before a key, so that lead 7 of a system is not its contact 7.
    A field that is not named has no column: an export is read as its maker means it, not by similar words.
    """

    kind: str
    columns: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """One export of one system. `signs`: sets of column names, one of which must be there as a whole.

    `parts`: one file may tell of deals, and of the companies and people they are with. `proven`: whether it was seen
    on a real sample or header of that system; else it is written from the published documentation.
    """

    key: str
    system: str
    signs: tuple[frozenset[str], ...]
    parts: tuple[Part, ...]
    proven: bool = False

    def shared(self) -> bool:
        """Whether a row tells of more than one record."""
        return len(self.parts) > 1


LAYOUTS: dict[str, Layout] = {}


def register_layout(layout: Layout) -> None:
    """Make an export known; ValueError when its key is taken by another."""
    if LAYOUTS.setdefault(layout.key, layout) is not layout:
        raise ValueError(f"layout {layout.key} is declared twice")


def signs(*groups: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Return sets of names of columns as they are compared."""
    return tuple(frozenset(map(fold, names)) for names in groups)


def recognise_layout(header: Sequence[str]) -> Layout | None:
    """Name the export with this header: all its signs are there, and it knows most columns of those that fit."""
    names = {fold(name) for name in header}
    fitting = [layout for layout in LAYOUTS.values() if any(sign <= names for sign in layout.signs)]
    return max(fitting, key=lambda layout: len(names & _known(layout)), default=None)


def parts_of(layout: Layout, header: Sequence[str]) -> list[tuple[ImportKind, ColumnMap]]:
    """Return what the file holds: kinds with their columns.

    Parts of which a required column lacks, or for which there is no kind, are left out.
    """
    at: dict[str, int] = {}
    for column, name in enumerate(header):
        at.setdefault(fold(name), column)
    found = []
    for part in layout.parts:
        try:
            kind = KINDS[part.kind]
        except KeyError:
            continue
        known = {one.key for one in kind.all_fields}
        columns = {
            key: next(at[fold(name)] for name in names if fold(name) in at)
            for key, names in part.columns.items()
            if key in known and any(fold(name) in at for name in names)
        }
        if all(one.key in columns for one in kind.all_fields if one.required):
            found.append((kind, columns))
    return found


def prefixes_of(layout: Layout | None, kind: ImportKind) -> Mapping[str, str]:
    """Return what stands before the keys of a part of an export."""
    parts = layout.parts if layout else ()
    return next((part.prefixes for part in parts if part.kind == kind.key), {})


def _known(layout: Layout) -> set[str]:
    return {fold(name) for part in layout.parts for names in part.columns.values() for name in names}
