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
# 16 May, 2021 00:02:00 · May 16, 2021 · 16 мая 2021 г.
_DAY_NAMED = re.compile(r"(\d{1,2})[ .-]+([^\W\d_]{3,})\.?,?[ -]+(\d{4})(?:\s*г\.?)?(?:,?\s+(.+))?")
_NAMED_DAY = re.compile(r"([^\W\d_]{3,})\.? +(\d{1,2}),? +(\d{4})(?:,?\s+(.+))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}:?\d{2})?")


class DateStyle(StrEnum):
    """Order of a date whose year comes last; a date that begins with its year needs no choice."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"

    @property
    def label(self) -> Promise:
        """The order with an example, for the user to choose."""
        return _LABELS[self]


MONTHS = (
    ("january", "январь", "января"),
    ("february", "февраль", "февраля"),
    ("march", "март", "марта"),
    ("april", "апрель", "апреля"),
    ("may", "май", "мая"),
    ("june", "июнь", "июня"),
    ("july", "июль", "июля"),
    ("august", "август", "августа"),
    ("september", "сентябрь", "сентября"),
    ("october", "октябрь", "октября"),
    ("november", "ноябрь", "ноября"),
    ("december", "декабрь", "декабря"),
)
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
    if named := _named(text):
        return named
    found = _YEAR_LAST.fullmatch(text)
    # Nobody writes a month first and parts it with dots.
    if not found or (found[2] == "." and style is DateStyle.MONTH_FIRST):
        raise CellError(f"date.unreadable_{style}", value=text)
    first, _separator, second, year, clock = found.groups()
    month, day = (first, second) if style is DateStyle.MONTH_FIRST else (second, first)
    return _full_year(year), int(month), int(day), clock or ""


def _named(text: str) -> tuple[int, int, int, str] | None:
    """Read a date whose month is a word, whole or cut short, in English or Russian."""
    if found := _DAY_NAMED.fullmatch(text):
        day, word, year, clock = found.groups()
    elif found := _NAMED_DAY.fullmatch(text):
        word, day, year, clock = found.groups()
    else:
        return None
    begins = word.casefold()
    month = next((at for at, names in enumerate(MONTHS, 1) if any(name.startswith(begins) for name in names)), 0)
    return (int(year), month, int(day), clock or "") if month else None


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
