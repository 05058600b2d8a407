"""`setpoint web`: the pages, on WSGI workers with blocking threads. `setpoint run` starts it."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import environment

# a thread keeps its connection to the database; this is as long as granian lets an idle one live
IDLE_SECONDS = 600


def describe() -> str:
    """Say what it does."""
    return _("serve the pages only (for growth: one or more beside worker and clock)")


def configure(parser: ArgumentParser) -> None:
    """Take no arguments."""
    del parser


def run(arguments: Namespace) -> int:
    """Serve until a signal comes."""
    del arguments
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    told = environment()
    Server(
        "setpoint.commands.processes.web_worker:application",
        address=told.listen,
        port=told.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=told.web_processes,
        blocking_threads=told.web_threads,
        blocking_threads_idle_timeout=IDLE_SECONDS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=5,
        log_level=LogLevels.error,
    ).serve()
    return 0
