"""How days pass in the demo company: work, then the figures, then a turn of the loop, then the next morning."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction

from setpoint.kernel.clock import set_company_time
from setpoint.simulation.bridge.cast import Cast
from setpoint.simulation.bridge.day import live_day, moment
from setpoint.simulation.models import SimulatedLife

_EVENING, _MORNING = 20 * 60, time(8, 30)

Progress = Callable[[int, int], None]


def live_until(cast: Cast, last: date, *, progress: Progress = lambda _done, _total: None) -> int:
    """Let days pass up to and including `last`; return their number. Killed between two days, it goes on from there."""
    days = 0
    first = SimulatedLife.objects.get().lived_until + timedelta(days=1)
    total = (last - first).days + 1
    while (day := first + timedelta(days=days)) <= last:
        with transaction.atomic():
            set_company_time(moment(cast, day, _EVENING), rate=0)
            live_day(cast, day)
            SimulatedLife.objects.update(lived_until=day)
        days += 1
        progress(days, total)
    return days


def next_morning(cast: Cast) -> datetime:
    """Move company time to the morning after the last day lived, and return it."""
    day = SimulatedLife.objects.get().lived_until + timedelta(days=1)
    morning = datetime.combine(day, _MORNING, cast.zone)
    set_company_time(morning, rate=0)
    return morning
