"""The days of a cell: warm-up, quarter, run-off."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from setpoint.simulation.history import days
from setpoint.simulation.working_days import is_worked

WARM_UP = timedelta(days=196)
SHORT_WARM_UP = timedelta(days=112)
YEAR = 2024


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter, with what comes before and after it; all days included."""

    first: date
    last: date
    country: str

    @classmethod
    def numbered(cls, number: int, country: str) -> "Quarter":
        """Return quarter 0 to 3 of the year in which all cells live."""
        begins = [date(YEAR + k // 4, k % 4 * 3 + 1, 1) for k in (number, number + 1)]
        return cls(begins[0], begins[1] - timedelta(days=1), country)

    @property
    def run_off(self) -> tuple[date, date]:
        """The quarter after it."""
        month = self.last.month + 4
        end = date(self.last.year + (month > 12), (month - 1) % 12 + 1, 1) - timedelta(days=1)  # noqa: PLR2004 - of a year
        return self.last + timedelta(days=1), end

    @cached_property
    def worked(self) -> list[date]:
        """The days on which people work."""
        return [day for day in days(self.first, self.last) if is_worked(self.country, day)]

    def day(self, number: int) -> date:
        """Return the working day of that number, 0 the first of the quarter; negative ones lie before it."""
        span = days(self.first - timedelta(days=400), self.last + timedelta(days=400))
        worked = [day for day in span if is_worked(self.country, day)]
        begin = next(index for index, day in enumerate(worked) if day >= self.first)
        return worked[begin + number]

    def elapsed(self, day: date) -> float:
        """Return the share of the working days of the quarter that are over on the evening before `day`."""
        return float(np.mean([worked < day for worked in self.worked]))
