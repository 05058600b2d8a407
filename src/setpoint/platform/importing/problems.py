"""What can be wrong with a file, a row or a cell: a code with a sentence and the way out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from setpoint.platform.importing.wordings import WORDINGS


@dataclass(frozen=True)
class Problem:
    """One thing wrong. Kept as code and parameters, so that each reader gets it in his own language.

    `row` is the number a spreadsheet shows (the header counts), `column` the name in the file.
    """

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    row: int | None = None
    column: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in the active language."""
        return str(WORDINGS[self.code].message) % self.params

    @property
    def way_out(self) -> str:
        """What the user can do about it, in the active language."""
        return str(WORDINGS[self.code].way_out) % self.params

    def to_json(self) -> dict[str, Any]:
        """Form for storage; `from_json` reads it."""
        return {"code": self.code, "params": dict(self.params), "row": self.row, "column": self.column}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Problem":
        """Inverse of `to_json`."""
        return cls(**data)


class FileError(Exception):
    """The file as a whole cannot be imported; nothing was written."""

    def __init__(self, file: str, code: str, *, row: int | None = None, **params: str) -> None:
        self.file = file
        known = {"file": file, **params} if row is None else {"file": file, "row": str(row), **params}
        self.problem = Problem(code, known, row=row)
        super().__init__(f"{file}: {code}")

    @property
    def message(self) -> str:
        """What is wrong with which file, in the active language."""
        return self.problem.message

    @property
    def way_out(self) -> str:
        """What the user can do about it, in the active language."""
        return self.problem.way_out


class CellError(Exception):
    """A cell cannot be understood; the parser turns it into the refusal of its row."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(code)
