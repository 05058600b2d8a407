"""Work for later: days of the demo company."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.clock import machine_now
from setpoint.kernel.jobs import Running, enqueue, job
from setpoint.simulation.demo import pass_days
from setpoint.simulation.models import SimulatedLife

NAME = "simulation.pass_days"


@job(NAME, lease=timedelta(minutes=5), title=_("Let days of the demo pass"), cancellable=True)
def pass_days_of_demo(running: Running, days: int) -> None:
    """Let the days pass that have not passed yet; a job cut short goes on with the day it was at."""
    begun = running.done
    pass_days(days - begun, progress=lambda done, _total: running.progress(begun + done, days))


@job("simulation.live_on", attempts=1, title=_("The slow clock of the demo"))
def live_on(running: Running) -> None:
    """Let the slow clock go: another day when its machine time has come."""
    life = SimulatedLife.objects.filter(seconds_per_day__isnull=False).first()
    if life is None or life.seconds_per_day is None:
        return
    now = machine_now()
    if life.moved_at is None or now - life.moved_at >= timedelta(seconds=life.seconds_per_day):
        SimulatedLife.objects.update(moved_at=now)
        enqueue(NAME, {"days": 1}, key=NAME)
    running.progress(1, 1)
