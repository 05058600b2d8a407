"""`setpoint run`: serve this installation until Ctrl-C."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import environment
from setpoint.commands.serving import serve


def describe() -> str:
    """Say what it does."""
    return _("start everything (web, live events, worker, clock) and serve until Ctrl-C")


def configure(parser: ArgumentParser) -> None:
    """Take the port and the address to listen on."""
    parser.add_argument("--port", type=int, help=_("port of the web server (SETPOINT_PORT, else 8080)"))
    parser.add_argument("--listen", help=_("address to listen on (SETPOINT_LISTEN, else 127.0.0.1: this machine only)"))


def run(arguments: Namespace) -> int:
    """Serve the home folder of the environment."""
    given = {name: getattr(arguments, name) for name in ("port", "listen") if getattr(arguments, name) is not None}
    told = environment().model_copy(update=given)
    return serve(told, any_port=False, with_mailbox=False, before=lambda: None, announce=announce)


def announce(address: str) -> None:
    """Say where we answer."""
    print(_("Setpoint answers at %s (Ctrl-C stops everything)") % address, flush=True)
