"""Figures as people write them in their language: money, numbers, dates, durations."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from django import template
from django.utils import timezone, translation

from setpoint.kernel import shares
from setpoint.kernel.money import Money
from setpoint.kernel.patterns import pattern

register = template.Library()

UNKNOWN = "—"


def _locale() -> str:
    return (translation.get_language() or "en").split("-")[0]


@register.filter
def money(value: Money | None, how: str = "") -> str:
    """Return an amount with its currency; `how` "whole" leaves the minor units out; a dash where unknown."""
    return UNKNOWN if value is None else value.format(_locale(), whole=how == "whole")


@register.filter
def number(value: Decimal | float | None, digits: int = 0) -> str:
    """Return a number with thousands by locale and at most `digits` decimals."""
    if value is None:
        return UNKNOWN
    return format_decimal(value, pattern("#,##0" + ("." + "#" * digits if digits else "")), locale=_locale())


@register.filter
def percent(value: float | None) -> str:
    """Return a share of 0..1 as whole per cent."""
    return UNKNOWN if value is None else format_percent(value, locale=_locale())


@register.filter
def chance(value: float | None) -> str:
    """Return a probability as whole per cent, "< 1%" and "> 99%" at the ends."""
    return UNKNOWN if value is None else shares.chance(value, _locale())


@register.filter
def day(value: date | None) -> str:
    """Return a day, "2 Mar 2026"; a moment gives its day in the company's zone."""
    if value is None:
        return UNKNOWN
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_date(local, "d MMM y", locale=_locale())


@register.filter
def moment(value: datetime | None) -> str:
    """Return a moment in the company's zone, "2 Mar 2026, 09:00"."""
    if value is None:
        return UNKNOWN
    return format_datetime(timezone.localtime(value), "d MMM y, HH:mm", locale=_locale())


@register.filter
def since(value: datetime | None, now: datetime) -> str:
    """Return how long before `now` something was, "3 days ago"."""
    if value is None:
        return UNKNOWN
    return format_timedelta(value - now, add_direction=True, locale=_locale())


@register.filter
def role_name(name: str) -> str:
    """Return the name of a role in the reader's language where it is one of the first ones."""
    return translation.gettext(name)
