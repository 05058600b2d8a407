"""How days pass in the demo company: work, then the figures, then a turn of the loop, then the next morning."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction

from setpoint.kernel.clock import company_now, set_company_time
from setpoint.loop.act.operations import corrections
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.verify.operations import verifications
from setpoint.simulation.bridge.cast import Cast
from setpoint.simulation.bridge.day import live_day, moment
from setpoint.simulation.models import SimulatedLife

_EVENING, _MORNING = 20 * 60, time(8, 30)

Progress = Callable[[date], None]


def live_until(cast: Cast, last: date, *, turn: bool = True, progress: Progress = lambda _day: None) -> int:
    """Let days pass up to and including `last`; return their number. Killed between two days, it goes on from there.

    With `turn` the loop turns every evening: what the sellers find in their lists next morning is its work.
    """
    days = 0
    first = SimulatedLife.objects.get().lived_until + timedelta(days=1)
    while (day := first + timedelta(days=days)) <= last:
        with transaction.atomic():
            set_company_time(moment(cast, day, _EVENING), rate=0)
            live_day(cast, day)
            SimulatedLife.objects.update(lived_until=day)
        # nobody works on a free day: there is nothing to decide
        if turn and cast.world.works(day):
            turn_loop()
        days += 1
        progress(day)
    return days


def turn_loop() -> None:
    """Turn the loop once at the company's present time, and measure what has matured."""
    now = company_now()
    # what nobody decided in time makes room for what is proposed today
    corrections.expire_due(now)
    run_tick(now)
    verifications.mature(now)


def next_morning(cast: Cast) -> datetime:
    """Move company time to the morning after the last day lived, and return it."""
    day = SimulatedLife.objects.get().lived_until + timedelta(days=1)
    morning = datetime.combine(day, _MORNING, cast.zone)
    set_company_time(morning, rate=0)
    return morning
