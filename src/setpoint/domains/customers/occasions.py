"""Days that come: found by an index, wherever in the year they lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from setpoint.domains.customers.models import Occasion, OccasionKind

LEAP_DAY, DAY_BEFORE = 229, 228


@dataclass(frozen=True)
class Coming:
    """An occasion with the day on which it comes next; `turns` is how many years it will be, None where unknown."""

    occasion: Occasion
    day: date
    turns: int | None


def next_day(occasion: Occasion, today: date) -> date | None:
    """Return when an occasion comes next, today included; None when it came once and is over.

    29 February comes on the 28th in other years.
    """
    if not occasion.kind.yearly:
        return occasion.on if occasion.on and occasion.on >= today else None
    month, day = divmod(occasion.month_day, 100)
    return next(found for year in (today.year, today.year + 1) if (found := _in(year, month, day)) >= today)


def coming(occasion: Occasion, today: date) -> Coming | None:
    """Return an occasion with its next day, None when it is over."""
    day = next_day(occasion, today)
    if day is None:
        return None
    years = occasion.on if occasion.kind.yearly else None
    return Coming(occasion, day, day.year - years.year if years else None)


def within(kind: OccasionKind, first: date, last: date) -> QuerySet[Occasion]:
    """Return the occasions of a kind that come between two days, both included and less than a year apart."""
    rows = Occasion.objects.filter(kind=kind)
    if not kind.yearly:
        return rows.filter(on__range=(first, last))
    days = Q()
    for low, high in _spans(first, last):
        days |= Q(month_day__range=(low, high))
    return rows.filter(days)


def turning(kind: OccasionKind, years: int, first: date, last: date) -> QuerySet[Occasion]:
    """Return the occasions of a yearly kind that turn `years` between two days: who was born that long before them."""
    low, high = _before(first, years), _before(last, years)
    # who was born on 29 February turns on the 28th where there is none
    leap = date(high.year, 2, 29) if _is_eve(last) and _has_leap_day(high.year) else high
    return Occasion.objects.filter(kind=kind, on__range=(low, max(high, leap)))


def _spans(first: date, last: date) -> Iterator[tuple[int, int]]:
    low, high = _number(first), _number(last)
    if _is_eve(last):
        high = LEAP_DAY
    if low <= high and last - first < timedelta(days=366):
        yield low, high
    else:
        yield low, 1231
        yield 101, high


def _number(day: date) -> int:
    return day.month * 100 + day.day


def _is_eve(day: date) -> bool:
    """Whether a day stands in for 29 February too."""
    return _number(day) == DAY_BEFORE and not _has_leap_day(day.year)


def _has_leap_day(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _in(year: int, month: int, day: int) -> date:
    if month * 100 + day == LEAP_DAY and not _has_leap_day(year):
        day = 28
    return date(year, month, day)


def _before(day: date, years: int) -> date:
    return _in(day.year - years, day.month, day.day)
