"""Which days are worked in a country, and how many lie between two days."""

from datetime import date
from functools import cache

import holidays
import numpy as np

from setpoint.simulation.draws import Bools, Ints

_FIRST_YEAR, _LAST_YEAR = 2000, 2060
_ORIGIN = date(_FIRST_YEAR, 1, 1).toordinal()


@cache
def _worked(country: str) -> Bools:
    """Return [day since 1 January 2000], true where people work; moved days of Russia included."""
    known = holidays.country_holidays(country, years=range(_FIRST_YEAR, _LAST_YEAR + 1))
    days = np.arange(date(_LAST_YEAR + 1, 1, 1).toordinal() - _ORIGIN)
    weekday = (days + date(_FIRST_YEAR, 1, 1).weekday()) % 7
    worked: Bools = ~np.isin(weekday, list(known.weekend))
    worked[[day.toordinal() - _ORIGIN for day in known if _FIRST_YEAR <= day.year <= _LAST_YEAR]] = False
    moved = [day.toordinal() - _ORIGIN for day in known.weekend_workdays]
    worked[moved] = True
    return worked


@cache
def _numbered(country: str) -> Ints:
    """Return [day since 1 January 2000], the count of worked days up to and including it."""
    return np.cumsum(_worked(country), dtype=np.int64)


def is_worked(country: str, day: date) -> bool:
    """Say whether the company works on `day`; years 2000 to 2060, `IndexError` outside."""
    return bool(_worked(country)[day.toordinal() - _ORIGIN])


def worked_between(country: str, earlier: Ints, later: int) -> Ints:
    """Return the worked days after each `earlier` up to and including `later` (proleptic ordinals)."""
    numbered = _numbered(country)
    passed: Ints = numbered[later - _ORIGIN] - numbered[earlier - _ORIGIN]
    return passed
