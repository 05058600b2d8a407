"""`setpoint run`: serve this installation until Ctrl-C."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import environment


def describe() -> str:
    """Say what it does."""
    return _("start everything (web, live events, worker, clock) and serve until Ctrl-C")


def configure(parser: ArgumentParser) -> None:
    """Take the port and the address to listen on."""
    parser.add_argument("--port", type=int, help=_("port of the web server (SETPOINT_PORT, else 8080)"))
    parser.add_argument("--listen", help=_("address to listen on (SETPOINT_LISTEN, else 127.0.0.1: this machine only)"))


def run(arguments: Namespace) -> int:
    """Serve the home folder of the environment."""
    from setpoint.commands.serving import serve

    given = {name: getattr(arguments, name) for name in ("port", "listen") if getattr(arguments, name) is not None}
    told = environment().model_copy(update=given)
    return serve(told, any_port=False, with_mailbox=False, before=_prepare, announce=_announce)


def _prepare() -> None:
    """Found the database of a new home; upgrade that of an older version, with a backup and a way back."""
    from setpoint.commands.preparing import prepare, require_answer
    from setpoint.commands.upkeep import upgrading

    require_answer()
    if upgrading.is_founded() and upgrading.waiting():
        upgrading.upgrade_locked(environment(), say=print)
    prepare(say=print)


def _announce(address: str) -> None:
    print(_("Setpoint answers at %s (Ctrl-C stops everything)") % address)
