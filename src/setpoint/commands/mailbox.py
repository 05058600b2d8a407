"""`setpoint mailbox`: a mail server that keeps what it gets, for the demo and for tests."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import start_django
from setpoint.commands.processes.stopping import Stop


def describe() -> str:
    """Say what it does."""
    return _("keep all mail sent to this port in the home folder (for the demo and for tests)")


def configure(parser: ArgumentParser) -> None:
    """Take the port."""
    parser.add_argument("--port", type=int, default=8025, help=_("port of the mail server"))


def run(arguments: Namespace) -> int:
    """Receive until a signal comes."""
    stop = Stop()
    start_django()
    from setpoint.platform.mailbox.reading import folder
    from setpoint.platform.mailbox.receiving import controller

    server = controller(folder(), arguments.port)
    server.start()
    while not stop():
        stop.sleep(1.0)
    server.stop()
    return 0
