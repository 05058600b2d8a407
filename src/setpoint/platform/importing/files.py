"""The files of an import: where they lie, and what stands for them while rows are read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings

from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.formula_cells import unshield
from setpoint.platform.importing.kinds import KINDS, ImportKind
from setpoint.platform.importing.mapping import ColumnMap
from setpoint.platform.importing.pacing import Tick, silent
from setpoint.platform.importing.parsing import Known
from setpoint.platform.importing.sources import Source, rows
from setpoint.platform.models import ImportFile
from setpoint.platform.uploads.door import take_table


class Sheet(NamedTuple):
    """A file with its kind and columns."""

    source: Source
    kind: ImportKind
    columns: ColumnMap


def folder() -> Path:
    """Return the folder of uploaded files; they lie there until their import has ended."""
    return Path(settings.HOME) / "imports"


def store(content: BinaryIO) -> str:
    """Keep the bytes of an upload under a name of our own; return it. ValidationError where they are not taken."""
    return take_table(content, folder=folder()).stored


def discard(stored: Iterable[str]) -> None:
    """Delete kept files; those gone already do not matter."""
    for name in stored:
        (folder() / name).unlink(missing_ok=True)


def source_of(file: ImportFile) -> Source:
    """Return the stored file as the table that it was recognised as."""
    return Source(folder() / file.stored, file.name, file.encoding, file.delimiter, tuple(file.header), file.header_row)


def sheet_of(file: ImportFile) -> Sheet:
    """Return a file of an import with its kind and the columns agreed on."""
    return Sheet(source_of(file), KINDS[file.kind], Agreement.from_json(file.agreement).columns)


def known_values(sheets: Iterable[Sheet], *, tick: Tick = silent) -> Known:
    """Return list -> values: what the database has, and what the files themselves bring. `tick` per thousand rows."""
    known: dict[str, set[str]] = defaultdict(set)
    for kind in KINDS.values():
        if kind.importer is not None:
            _add(known, kind.importer.known())
    for sheet in sheets:
        provided = {
            name: [sheet.columns[key] for key in keys if key in sheet.columns]
            for name, keys in sheet.kind.provides.items()
        }
        for count, row in enumerate(rows(sheet.source) if provided else ()):
            if count % 1000 == 0:
                tick(0, 0)
            if row.problem is None:
                _add(known, {name: [row.cells[at] for at in columns] for name, columns in provided.items()})
    return known


def _add(known: dict[str, set[str]], more: Mapping[str, Iterable[str]]) -> None:
    for name, values in more.items():
        known[name].update(unshield(value.strip()) for value in values if value.strip())
