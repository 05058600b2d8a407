"""Business days: which days of a range work, and how many lie between two days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import holidays
import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints

MONDAY_TO_FRIDAY = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)
IDLE_SHARE = 0.2
EVERY_DAY = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Calendar:
    """Weights of consecutive days. Days are proleptic ordinals (`date.toordinal`)."""

    first: int
    """Ordinal of the first day."""
    weights: Floats
    """(days,) share of a full working day, 0 on a day off."""

    @property
    def last(self) -> int:
        """Ordinal of the last day."""
        return self.first + len(self.weights) - 1

    def weight(self, days: Ints) -> Floats:
        """Weights (n,) of ordinals (n,). ValueError outside the calendar."""
        return self.weights[self._positions(days)]

    def index(self, days: Ints) -> Ints:
        """Number (n,) of working days from the first day up to and including each ordinal (n,).

        A day off has the index of the working day before it. ValueError outside the calendar.
        """
        return np.cumsum(self.weights > 0, dtype=np.int64)[self._positions(days)]

    def between(self, after: int, until: int) -> int:
        """Number of working days in (after, until]."""
        low, high = self.index(np.array([after, until]))
        return int(high - low)

    def working_days(self, after: int, until: int) -> Ints:
        """Ordinals of the working days in (after, until]."""
        days = np.arange(after + 1, until + 1)
        return days[self.weight(days) > 0]

    def month_of_quarter(self) -> Ints:
        """Month of the calendar quarter (days,) of each day: 0, 1 or 2."""
        days = range(self.first, self.last + 1)
        return np.array([(date.fromordinal(day).month - 1) % 3 for day in days], dtype=np.int64)

    def _positions(self, days: Ints) -> Ints:
        positions = np.asarray(days, dtype=np.int64) - self.first
        if positions.size and (positions.min() < 0 or positions.max() >= len(self.weights)):
            message = f"a day lies outside the calendar {date.fromordinal(self.first)}..{date.fromordinal(self.last)}"
            raise ValueError(message)
        return positions


def business_calendar(
    first: date,
    last: date,
    *,
    country: str | None = None,
    week: tuple[float, ...] = MONDAY_TO_FRIDAY,
    extra_days_off: tuple[date, ...] = (),
    extra_workdays: tuple[date, ...] = (),
) -> Calendar:
    """Weights of the days first..last from the weekday pattern and a country's public holidays.

    `country` is an ISO 3166 code known to the `holidays` library, None for no public holidays;
    days moved by decree (Russian working Saturdays) count as full days.
    """
    days = np.arange(first.toordinal(), last.toordinal() + 1)
    weights = np.asarray(week, dtype=np.float64)[(days - 1) % 7]
    if country is not None:
        public = holidays.country_holidays(country, years=range(first.year, last.year + 1))
        weights[_among(days, public.keys())] = 0.0
        weights[_among(days, public.weekend_workdays)] = 1.0
    weights[_among(days, extra_days_off)] = 0.0
    weights[_among(days, extra_workdays)] = 1.0
    return Calendar(first=int(days[0]), weights=weights)


def observed_week(days: Ints) -> tuple[float, ...]:
    """Weekday pattern (7,), Monday first, of what happened on these ordinals (n,).

    1 is the mean of the five busiest weekdays; a weekday below a fifth of it is a day off. A flow that
    goes on at week-ends is forecast badly on a calendar that folds them into Friday.
    """
    counts = np.bincount((days - 1) % 7, minlength=7).astype(np.float64)
    busy = float(np.sort(counts)[2:].mean())
    if busy == 0:
        return MONDAY_TO_FRIDAY
    return tuple(float(share) for share in np.where(counts < IDLE_SHARE * busy, 0.0, counts / busy))


def _among(days: Ints, chosen: Iterable[date]) -> Bools:
    ordinals = [day.toordinal() for day in chosen]
    return np.isin(days, np.array(ordinals, dtype=np.int64))
