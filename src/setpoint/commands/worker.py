"""`setpoint worker`: do the jobs that are due. `setpoint run` starts it."""

import logging
import os
import socket
from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import start_django
from setpoint.commands.processes.stopping import Stop

logger = logging.getLogger(__name__)
LOOK_EVERY = 0.2
DATABASE_GONE = 2.0


def describe() -> str:
    """Say what it does."""
    return _("do the jobs that are due, until Ctrl-C")


def configure(parser: ArgumentParser) -> None:
    """Take the name of the place of work."""
    parser.add_argument("--name", help=_("name of this place of work; one of the same name finds its jobs again"))


def run(arguments: Namespace) -> int:
    """Work until a signal comes."""
    stop = Stop()
    start_django()
    from django.db import OperationalError, connections

    from setpoint.kernel import jobs
    from setpoint.kernel.jobs_worker import run_next, take_back
    from setpoint.kernel.schedule import declare
    from setpoint.schedule import ENTRIES

    jobs.discover()
    declare(ENTRIES)
    name = arguments.name or f"{socket.gethostname()}-{os.getpid()}"
    take_back(name)
    while not stop():
        try:
            if not run_next(name, stop=stop):
                stop.sleep(LOOK_EVERY)
        except OperationalError:
            logger.exception("the database does not answer")
            connections.close_all()
            stop.sleep(DATABASE_GONE)
    return 0
