"""Several children as one: what dies is started again, what dies at once again ends all, Ctrl-C ends all."""

import signal
import time
from collections.abc import Callable, Sequence
from gettext import gettext as _

from setpoint.commands.processes.child import Child
from setpoint.commands.processes.stopping import Stop
from setpoint.commands.refusal import Refusal

LOOK_EVERY = 0.1
TWICE_WITHIN = 10.0
READY_WITHIN = 60.0
STOP_WITHIN = 10.0


def run_group(
    children: Sequence[Child], *, stop: Stop, is_ready: Callable[[], bool], when_ready: Callable[[], None]
) -> None:
    """Run the children until a signal comes; nothing of them is left afterwards.

    Refusal when one dies twice within ten seconds, or when the group is not ready within a minute.
    """
    try:
        for child in children:
            child.start()
        started, announced = time.monotonic(), False
        while not stop():
            _restart_dead(children)
            if not announced and is_ready():
                announced = True
                when_ready()
            if not announced and time.monotonic() - started > READY_WITHIN:
                raise Refusal(_("Not ready within a minute. What the processes said: %s") % children[0].log.parent)
            stop.sleep(LOOK_EVERY)
    finally:
        _end(children, stop)


def _restart_dead(children: Sequence[Child]) -> None:
    for child in children:
        if child.is_alive():
            continue
        recent = [moment for moment in child.deaths if time.monotonic() - moment < TWICE_WITHIN]
        if len(recent) > 1:
            raise Refusal(
                _(
                    "“%(name)s” ended twice within ten seconds: everything is stopped. "
                    "Its last words (%(log)s):\n%(words)s"
                )
                % {"name": child.name, "log": child.log, "words": child.last_words()}
            )
        child.start()


def _end(children: Sequence[Child], stop: Stop) -> None:
    """Ask all to end; those who do not within ten seconds, or at the second Ctrl-C, are killed."""
    asked = stop.count
    for child in children:
        child.send(signal.SIGTERM)
    until = time.monotonic() + STOP_WITHIN
    while time.monotonic() < until and stop.count <= max(asked, 1) and any(child.is_alive() for child in children):
        time.sleep(LOOK_EVERY / 2)
    for child in children:
        child.send(signal.SIGKILL)
    for child in children:
        while child.is_alive():
            time.sleep(LOOK_EVERY / 10)
