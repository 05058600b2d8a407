"""Hours of a day as people write them, "9:00-13:00, 14:00-18:00", and as minutes from midnight."""

import re
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Hours = tuple[tuple[int, int], ...]
DAY = 1440
_SHIFT = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–—]\s*(\d{1,2})(?::(\d{2}))?")


def parse_hours(text: str) -> Hours:
    """Return shifts in order; "" for a day off. A shift that ends before it begins ends on the next day.

    ValidationError names the part that cannot be read, or says that shifts overlap.
    """
    shifts = sorted(_parse(part.strip()) for part in re.split(r"[,;]", text) if part.strip())
    for (_begins, ends), (begins, _ends) in pairwise(shifts):
        if begins < ends:
            raise ValidationError(_("Shifts of one day overlap."))
    return tuple(shifts)


def write_hours(hours: Hours) -> str:
    """Return shifts as people write them; `parse_hours` reads it back."""
    return ", ".join(f"{_clock(begins)}–{_clock(ends)}" for begins, ends in hours)


def _parse(part: str) -> tuple[int, int]:
    found = _SHIFT.fullmatch(part)
    if found is None:
        raise ValidationError(_("Hours are written as 9:00–18:00: %(text)s") % {"text": part[:40]})
    hour, minute, until_hour, until_minute = (int(piece or 0) for piece in found.groups())
    begins, ends = 60 * hour + minute, 60 * until_hour + until_minute
    if begins >= DAY or ends > DAY or minute > 59 or until_minute > 59:  # noqa: PLR2004 - minutes of an hour
        raise ValidationError(_("There is no such time of day: %(text)s") % {"text": part[:40]})
    return begins, ends if ends > begins else ends + DAY


def _clock(minutes: int) -> str:
    # midnight at the end of a day is 24:00, after it the next day's time
    minutes = minutes if minutes <= DAY else minutes - DAY
    return f"{minutes // 60}:{minutes % 60:02}"
