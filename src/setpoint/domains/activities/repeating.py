"""Repeat rules of RFC 5545, read and counted by dateutil; what would never end or never happen is refused."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.kernel.limits.declared import declare
from setpoint.kernel.limits.reading import most_of

MOST = declare("activities.repeats", gettext_lazy("Occurrences of a repeated activity that has an end"), most=1000)
PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
USUAL: dict[str, Promise] = {
    "FREQ=DAILY": gettext_lazy("every day"),
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": gettext_lazy("Monday to Friday"),
    "FREQ=WEEKLY": gettext_lazy("every week"),
    "FREQ=WEEKLY;INTERVAL=2": gettext_lazy("every second week"),
    "FREQ=MONTHLY": gettext_lazy("every month"),
    "FREQ=YEARLY": gettext_lazy("every year"),
}
FIELD = "repeat"


def check(rule: str, start: datetime, zone: ZoneInfo) -> str:
    """Return the rule as it is kept. ValidationError at `repeat` says what is wrong and the way out."""
    text = rule.strip().upper().removeprefix("RRULE:")
    if not text:
        return ""
    parts = dict(part.partition("=")[::2] for part in text.split(";") if part)
    strange = sorted(set(parts) - PARTS)
    if strange or parts.get("FREQ") not in FREQUENCIES:
        allowed = _("Write a rule as FREQ=WEEKLY;BYDAY=MO with FREQ one of DAILY, WEEKLY, MONTHLY, YEARLY.")
        raise ValidationError({FIELD: allowed})
    if parts.get("INTERVAL", "1").strip("0") == "":
        raise ValidationError({FIELD: _("INTERVAL is a whole number from 1.")})
    most = most_of(MOST)
    count = parts.get("COUNT", "")
    if count and not (count.isascii() and count.isdigit() and int(count[:12]) >= 1):
        raise ValidationError({FIELD: _("COUNT is a whole number from 1.")})
    too_many = _("This rule has more than %(most)s occurrences: end it sooner by UNTIL, or by a smaller COUNT.")
    if count and int(count[:12]) > most:
        raise ValidationError({FIELD: too_many % {"most": most}})
    try:
        walk = _walk(text, start, zone)
        first = next(walk, None)
        if "UNTIL" in parts and len(list(islice(walk, most))) == most:
            raise ValidationError({FIELD: too_many % {"most": most}})
    except (ValueError, TypeError, OverflowError) as wrong:
        told = _("This repeat rule cannot be read: %(why)s") % {"why": str(wrong)[:100]}
        raise ValidationError({FIELD: told}) from wrong
    if first is None:
        raise ValidationError({FIELD: _("By this rule it would never happen: check its days and its end.")})
    return text


def after(rule: str, start: datetime, moment: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the first occurrence after a moment, None where the rule has ended. Wall-clock time of the zone stays."""
    naive = _rule(rule, start, zone).after(moment.astimezone(zone).replace(tzinfo=None))
    return None if naive is None else naive.replace(tzinfo=zone)


def between(rule: str, start: datetime, first: datetime, last: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the occurrences in [first, last), of which there are at most a thousand."""
    begins, ends = (each.astimezone(zone).replace(tzinfo=None) for each in (first, last))
    found = takewhile(lambda each: each < ends, _rule(rule, start, zone).xafter(begins, inc=True))
    return [each.replace(tzinfo=zone) for each in islice(found, 1000)]


def words(rule: str) -> str:
    """Return how often, in the reader's language; a rule of one's own as it is written."""
    return str(USUAL.get(rule, rule))


def _walk(rule: str, start: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    return iter(_rule(rule, start, zone))


def _rule(rule: str, start: datetime, zone: ZoneInfo) -> rrule | rruleset:
    # by the wall clock: at nine stays at nine when clocks change; UNTIL in UTC is read as the zone's day
    naive = start.astimezone(zone).replace(tzinfo=None)
    text = ";".join(part.rstrip("Z") if part.startswith("UNTIL=") else part for part in rule.split(";"))
    return rrulestr(text, dtstart=naive)
