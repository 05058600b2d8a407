"""Dates as people and programs write them."""

import datetime as dt
import re
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from setpoint.platform.importing.problems import CellError

FIRST_YEAR, LAST_YEAR = 1900, 2100
_PIVOT = 69
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+(.+))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:,?[T ]+(.+))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}:?\d{2})?")


class DateStyle(StrEnum):
    """Order of a date whose year comes last; a date that begins with its year needs no choice."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"

    @property
    def label(self) -> Promise:
        """The order with an example, for the user to choose."""
        return _LABELS[self]


_LABELS = {
    DateStyle.MONTH_FIRST: _("month/day/year (American)"),
    DateStyle.DAY_FIRST: _("day.month.year (European)"),
}


def parse_moment(text: str, style: DateStyle) -> dt.datetime:
    """Read a date with or without a time; midnight where no time is given.

    Naive (the company's wall clock) unless the text names its offset. Raises `CellError`.
    """
    year, month, day, clock = _parts(text.strip(), style)
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise CellError("date.absurd", value=text)
    try:
        return _at(dt.datetime(year, month, day), clock)  # noqa: DTZ001
    except ValueError as error:
        raise CellError(f"date.impossible_{style}", value=text) from error


def _parts(text: str, style: DateStyle) -> tuple[int, int, int, str]:
    if found := _ISO.fullmatch(text):
        year, _separator, month, day, clock = found.groups()
        return int(year), int(month), int(day), clock or ""
    found = _YEAR_LAST.fullmatch(text)
    # Nobody writes a month first and parts it with dots.
    if not found or (found[2] == "." and style is DateStyle.MONTH_FIRST):
        raise CellError(f"date.unreadable_{style}", value=text)
    first, _separator, second, year, clock = found.groups()
    month, day = (first, second) if style is DateStyle.MONTH_FIRST else (second, first)
    return _full_year(year), int(month), int(day), clock or ""


def _full_year(year: str) -> int:
    if len(year) > 2:  # noqa: PLR2004
        return int(year)
    return int(year) + (1900 if int(year) >= _PIVOT else 2000)


def _at(day: dt.datetime, clock: str) -> dt.datetime:
    if not clock:
        return day
    found = _CLOCK.fullmatch(clock.strip())
    if not found:
        raise ValueError(clock)
    hour, minute, second, half, offset = found.groups()
    hours = int(hour) if half is None else int(hour) % 12 + (12 if half.lower() == "pm" else 0)
    moment = day.replace(hour=hours, minute=int(minute), second=int(second or 0))
    if offset is None:
        return moment
    zone = dt.datetime.strptime(offset.replace("Z", "+0000"), "%z").tzinfo
    return moment.replace(tzinfo=zone)
