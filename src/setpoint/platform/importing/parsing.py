"""Rows of cells into records of values, or into refusals with every reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.cells import CellReader, Value
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind
from setpoint.platform.importing.problems import CellError, Problem
from setpoint.platform.importing.sources import Row, Source

# name of a list -> its values, for fields that refer to it
Known: TypeAlias = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Record:
    """Values of one row by field; None where the row says nothing. Money is in the agreed currency."""

    row: int
    values: dict[str, Value]

    def text(self, key: str) -> str:
        """Return what the row says of a field, "" where it says nothing."""
        value = self.values.get(key)
        return "" if value is None else str(value)

    def whole(self, key: str) -> int | None:
        """Return a whole number."""
        value = self.values.get(key)
        return value if isinstance(value, int) else None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is given back: its cells as they stood, and everything that is wrong with it."""

    row: int
    cells: list[str]
    problems: list[Problem]


@dataclass
class Parser:
    """Reads rows of one file under one agreement; remembers keys, so that a second one is noticed.

    `shared`: rows tell of other kinds as well, one may say nothing of this kind, or again what an earlier one said.
    `prefixes`: what is put before the values of a field.
    """

    source: Source
    kind: ImportKind
    agreement: Agreement
    known: Known = field(default_factory=dict)
    shared: bool = False
    prefixes: Mapping[str, str] = field(default_factory=dict)
    _keys: dict[str, int] = field(default_factory=dict)
    _columns: list[tuple[Field, int, CellReader]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Prepare one reader of cells per mapped column."""
        for key, index in self.agreement.columns.items():
            declared = self.kind.field(key)
            self._columns.append((declared, index, CellReader(declared, self.agreement, self.known)))

    def parse(self, row: Row) -> Record | Refusal | None:
        """Turn one row into a record, or into a refusal that names every bad cell.

        None where the rows tell of other kinds as well, and this one says nothing new of ours.
        """
        if row.problem is not None:
            return Refusal(row.number, row.cells, [row.problem])
        if self.shared and self._says_nothing_new(row):
            return None
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        for declared, index, cells in self._columns:
            try:
                value = cells.value(row.cells[index])
                if declared.type is FieldType.KEY and value is not None:
                    self._notice_key(str(value), row.number)
                prefix = self.prefixes.get(declared.key)
                values[declared.key] = f"{prefix}{value}" if prefix and value is not None else value
            except CellError as error:
                name = self.source.header[index]
                problems.append(Problem(error.code, error.params, row.number, name))
        return Refusal(row.number, row.cells, problems) if problems else Record(row.number, values)

    def _says_nothing_new(self, row: Row) -> bool:
        for declared, index, _cells in self._columns:
            cell = row.cells[index].strip()
            if declared.filled and not cell:
                return True
            if declared.type is FieldType.KEY and cell and self._keys.get(cell, row.number) != row.number:
                return True
        return not any(row.cells[index].strip() for _declared, index, _cells in self._columns)

    def remember(self, row: Row) -> None:
        """Notice the key of a row that was done before the work was interrupted."""
        for declared, index, _cells in self._columns:
            if declared.type is FieldType.KEY and row.problem is None:
                self._keys.setdefault(row.cells[index].strip(), row.number)

    def _notice_key(self, key: str, row: int) -> None:
        first = self._keys.setdefault(key, row)
        if first != row:
            raise CellError("key.duplicate", value=key, first=str(first))
