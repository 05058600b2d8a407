"""Periods of plans: quarters and months as first and last days."""

from datetime import date


def months_of(first: int, last: int) -> int:
    """Number of months that a period first..last (ordinals) begins in, at least 1."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    return (end.year - begin.year) * 12 + end.month - begin.month + 1


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar quarter of a day."""
    month = 3 * ((day.month - 1) // 3) + 1
    first = date(day.year, month, 1)
    return first, date.fromordinal(_next_month(first.replace(month=month + 2)).toordinal() - 1)


def next_quarter(day: date) -> tuple[date, date]:
    """First and last day of the quarter after that of a day."""
    return quarter_of(date.fromordinal(quarter_of(day)[1].toordinal() + 1))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
