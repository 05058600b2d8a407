"""Periods of plans: whole months, mostly quarters."""

from datetime import date, timedelta

MONTHS_OF_QUARTER = 3
DAY = timedelta(days=1)


def months_of(first: int, last: int) -> int:
    """Number of months that a period first..last (ordinals) has days in."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    return (end.year - begin.year) * 12 + end.month - begin.month + 1


def is_whole_months(first: date, last: date) -> bool:
    """Whether a period begins with a month and ends with one."""
    return first <= last and first.day == 1 and (last + DAY).day == 1


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar quarter of a day."""
    first = date(day.year, MONTHS_OF_QUARTER * ((day.month - 1) // MONTHS_OF_QUARTER) + 1, 1)
    return three_months_from(first)


def next_quarter(day: date) -> tuple[date, date]:
    """First and last day of the quarter after that of a day."""
    return quarter_of(quarter_of(day)[1] + DAY)


def three_months_from(first: date) -> tuple[date, date]:
    """First and last day of the three months that begin on the first of a month."""
    return first, _add_months(first, MONTHS_OF_QUARTER) - DAY


def name_of(first: date, last: date) -> str:
    """Short name of a period of whole months that every language reads: 2026 Q2, 2026-05, 2026-04/2026-09."""
    if (first, last) == quarter_of(first):
        return f"{first.year} Q{(first.month + 2) // MONTHS_OF_QUARTER}"
    begin, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return begin if begin == end else f"{begin}/{end}"


def _add_months(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)
