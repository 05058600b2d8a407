"""Periods that an address can name, by the company's calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MONTHS, QUARTER = 12, 3
NAMES = {
    "month": gettext_lazy("This month"),
    "last_month": gettext_lazy("Last month"),
    "quarter": gettext_lazy("This quarter"),
    "last_quarter": gettext_lazy("Last quarter"),
    "year": gettext_lazy("This year"),
    "last_year": gettext_lazy("Last year"),
    "days30": gettext_lazy("30 days"),
    "months12": gettext_lazy("12 months"),
    "all": gettext_lazy("All time"),
}


@dataclass(frozen=True)
class Period:
    """`first` and `last` belong to it; None has no end there. `key` is "" for days chosen by hand."""

    key: str
    first: date | None = None
    last: date | None = None


def period(key: str, today: date) -> Period:
    """Return a named period; KeyError for no name."""
    month = date(today.year, today.month, 1)
    quarter = date(today.year, today.month - (today.month - 1) % QUARTER, 1)
    spans: dict[str, tuple[date | None, date | None]] = {
        "month": (month, _end(month, 1)),
        "last_month": (_shift(month, -1), month - timedelta(1)),
        "quarter": (quarter, _end(quarter, QUARTER)),
        "last_quarter": (_shift(quarter, -QUARTER), quarter - timedelta(1)),
        "year": (date(today.year, 1, 1), date(today.year, MONTHS, 31)),
        "last_year": (date(today.year - 1, 1, 1), date(today.year - 1, MONTHS, 31)),
        "days30": (today - timedelta(29), today),
        "months12": (_shift(month, 1 - MONTHS), _end(month, 1)),
        "all": (None, None),
    }
    return Period(key, *spans[key])


def asked(given: Mapping[str, str], usual: str, today: date) -> Period:
    """Return the period that an address asks for. ValidationError for days that are none, or the wrong way round."""
    if given.get("from") or given.get("to"):
        first, last = _day(given.get("from", ""), "from"), _day(given.get("to", ""), "to")
        if first and last and first > last:
            raise ValidationError({"to": _("The period ends before it begins.")})
        return Period("", first, last)
    key = given.get("period", "")
    return period(key if key in NAMES else usual, today)


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text.strip() else None
    except ValueError:
        raise ValidationError({name: _("Write a day, for example 2026-03-31.")}) from None


def _shift(first: date, months: int) -> date:
    number = first.year * MONTHS + first.month - 1 + months
    return date(number // MONTHS, number % MONTHS + 1, 1)


def _end(first: date, months: int) -> date:
    return _shift(first, months) - timedelta(1)
