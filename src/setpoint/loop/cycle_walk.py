"""Company time walks forward day by day: what is due happens, corrections mature, the loop turns each morning."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from setpoint.journal.followers import catch_up
from setpoint.kernel.clock import company_zone, set_company_time
from setpoint.loop.act.operations import corrections
from setpoint.loop.control.models import Run
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.plan.models import Plan
from setpoint.loop.record.accumulating import NAME as MEASURES
from setpoint.loop.verify.operations import verifications
from setpoint.platform.importing.replay import release_due

MORNING = time(8, 30)
Progress = Callable[[int, int], None]


def morning_of(day: date) -> datetime:
    """Return the moment at which company time stands when it has walked to a day."""
    return datetime.combine(day, MORNING, company_zone())


def begin_at(moment: datetime) -> None:
    """Forget the turns of later days: those of an empty company, whose past now begins at `moment`."""
    Run.objects.filter(day__gte=moment.astimezone(company_zone()).date()).delete()


def walk(begin: date, until: date, *, done: int = 0, progress: Progress = lambda _done, _total: None) -> None:
    """Let the days after `begin` come, up to and including `until`; `done` of them have been before.

    A day that comes twice, after a crash, changes nothing the second time.
    """
    total, planned = (until - begin).days, False
    for number in range(done + 1, total + 1):
        moment = morning_of(begin + timedelta(days=number))
        set_company_time(moment, rate=0)
        release_due(until=moment)
        catch_up([MEASURES])
        corrections.expire_due(moment)
        verifications.mature(moment)
        # a turn without any goal would look at everything and say nothing
        if planned := planned or Plan.objects.exists():
            run_tick(moment)
        progress(number, total)
