"""Days of conditions: written out, or counted from today, so that a saved view stays what it is called."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from setpoint.kernel.clock import company_today
from setpoint.platform.lists.words import LAST

_FROM_TODAY = re.compile(r"today(?:([+-])(\d{1,5}))?")
MOST_DAYS = 36_500
# years around which moments can be computed
FIRST_YEAR, LAST_YEAR = 1900, 9000


def read_day(given: str) -> date:
    """Read 2026-03-31, 31.03.2026, today, today-7 or today+30. ValidationError says how a day is written."""
    text = given.strip()
    if found := _FROM_TODAY.fullmatch(text):
        days = int(found[2] or 0)
        return _moved(days if found[1] != "-" else -days)
    parts = text.split(".")
    if len(parts) == 3:  # noqa: PLR2004 - day, month, year
        text = "-".join(reversed(parts))
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Write a date as year-month-day, for example 2026-03-31."))
    return day


def window(operator: str, given: str) -> tuple[date, date]:
    """Return the first and the last day of "the last 7 days" or "the next 30 days", today counted in."""
    text = given.strip()
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:9]) <= MOST_DAYS:
        raise ValidationError(_("Write how many days, from 1 to %(most)s.") % {"most": MOST_DAYS})
    days, today = int(text) - 1, company_today()
    return (_moved(-days), today) if operator == LAST else (today, _moved(days))


def _moved(days: int) -> date:
    if abs(days) > MOST_DAYS:
        raise ValidationError(_("Write how many days, from 1 to %(most)s.") % {"most": MOST_DAYS})
    return company_today() + timedelta(days=days)
