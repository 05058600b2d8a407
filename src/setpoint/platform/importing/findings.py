"""What a survey has found in a file."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.choices import Choice
from setpoint.platform.importing.dates import DateStyle
from setpoint.platform.importing.mapping import ColumnMap
from setpoint.platform.importing.numbers import DecimalMark
from setpoint.platform.importing.repairs import Reason, Repair


@dataclass(frozen=True)
class Survey:
    """What a file holds. `currencies` are the codes that its amounts name, most frequent first.

    `asks_currency`: it has amounts that name none. `values`: field -> value -> count, of categories.
    `latest`: field -> style -> last day, of dates.
    """

    rows: int
    choices: tuple[Choice, ...]
    repairs: tuple[Repair, ...]
    currencies: tuple[str, ...]
    asks_currency: bool
    values: Mapping[str, Mapping[str, int]] = dataclasses.field(default_factory=dict)
    latest: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)

    @property
    def questions(self) -> list[Choice]:
        """List the columns that the user must decide on: their values do not tell."""
        return [choice for choice in self.choices if not choice.certain]

    def agreement(self, columns: ColumnMap, *, currency: str = "", repaired: bool = False) -> Agreement:
        """Propose an agreement: every choice as suggested, all repairs or none."""
        accepted: dict[str, dict[str, str]] = {}
        for repair in self.repairs if repaired else ():
            accepted.setdefault(repair.field, {})[repair.found] = repair.replacement
        return Agreement(
            columns=columns,
            dates={c.field: c.style for c in self.choices if isinstance(c.style, DateStyle)},
            marks={c.field: c.style for c in self.choices if isinstance(c.style, DecimalMark)},
            repairs=accepted,
            currency=currency or next(iter(self.currencies), ""),
        )

    def last_day(self, fields: Iterable[str], agreement: Agreement) -> dt.date | None:
        """Return the last day in the columns of these fields, read as agreed; None where they hold none."""
        days = [self.latest[key].get(agreement.dates[key]) for key in fields if key in self.latest]
        return max((dt.date.fromisoformat(day) for day in days if day), default=None)

    def to_json(self) -> dict[str, Any]:
        """Form for storage; `from_json` reads it."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Survey":
        """Inverse of `to_json`."""
        return cls(
            **{
                **data,
                "choices": tuple(_choice(item) for item in data["choices"]),
                "repairs": tuple(Repair(**{**item, "reason": Reason(item["reason"])}) for item in data["repairs"]),
                "currencies": tuple(data["currencies"]),
            }
        )


def _choice(data: Mapping[str, Any]) -> Choice:
    family: type[StrEnum] = DateStyle if data["style"] in list(DateStyle) else DecimalMark
    examples = tuple((text, readings) for text, readings in data["examples"])
    return Choice(**{**data, "style": family(data["style"]), "examples": examples})
