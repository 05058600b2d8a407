"""What the user has agreed to before a run: columns, ways of reading, repairs, currency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from setpoint.platform.importing.dates import DateStyle
from setpoint.platform.importing.mapping import ColumnMap
from setpoint.platform.importing.numbers import DecimalMark


@dataclass(frozen=True)
class Agreement:
    """Everything that turns cells into values; the same agreement and file give the same records.

    `columns`: field -> column index; `dates` and `marks`: field -> style; `repairs`: field -> wrong ->
    right; `currency`: ISO code for amounts that name none; `settings`: what the kind asks beyond, as JSON;
    `answered`: fields whose way of reading the user has chosen himself.
    """

    columns: ColumnMap
    dates: Mapping[str, DateStyle] = field(default_factory=dict)
    marks: Mapping[str, DecimalMark] = field(default_factory=dict)
    repairs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currency: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    answered: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Form for storage; `from_json` reads it."""
        return {
            "columns": self.columns,
            "dates": {key: style.value for key, style in self.dates.items()},
            "marks": {key: mark.value for key, mark in self.marks.items()},
            "repairs": {key: dict(pairs) for key, pairs in self.repairs.items()},
            "currency": self.currency,
            "settings": dict(self.settings),
            "answered": list(self.answered),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Agreement":
        """Inverse of `to_json`."""
        return cls(
            columns=dict(data["columns"]),
            dates={key: DateStyle(style) for key, style in data["dates"].items()},
            marks={key: DecimalMark(mark) for key, mark in data["marks"].items()},
            repairs=data["repairs"],
            currency=data["currency"],
            settings=data["settings"],
            answered=tuple(data["answered"]),
        )
