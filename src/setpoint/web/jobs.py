"""Work for later that pages ask for and no other part owns."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.jobs import Running, job
from setpoint.loop.cycle_walk import walk

WALK = "replay.walk"


@job(WALK, lease=timedelta(minutes=5), title=_("Let company time walk on"), cancellable=True)
def walk_on(running: Running, begin: str, until: str) -> None:
    """Let company time walk on; killed between two days, it goes on with the next."""
    days = (date.fromisoformat(begin), date.fromisoformat(until))
    walk(*days, done=running.done, progress=running.progress)
