"""`setpoint clock`: let followers read the journal, and put what is due by company time into the queue."""

import logging
from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import start_django
from setpoint.commands.processes.stopping import Stop

logger = logging.getLogger(__name__)
LOOK_EVERY = 0.2
DATABASE_GONE = 2.0


def describe() -> str:
    """Say what it does."""
    return _("keep figures fresh and start what is due by company time, until Ctrl-C")


def configure(parser: ArgumentParser) -> None:
    """Take no arguments."""
    del parser


def run(arguments: Namespace) -> int:
    """Tick until a signal comes."""
    del arguments
    stop = Stop()
    start_django()
    from django.db import OperationalError, connections

    from setpoint.commands.processes.turning import Turning

    turning = Turning()
    while not stop():
        try:
            turning.turn(stop)
            stop.sleep(LOOK_EVERY)
        except OperationalError:
            logger.exception("the database does not answer")
            connections.close_all()
            stop.sleep(DATABASE_GONE)
    return 0
