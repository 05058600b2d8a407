"""`setpoint rotate-keys`: a new key over the secrets of integrations, without a pause in service."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import start_django


def describe() -> str:
    """Say what it does."""
    return _("put a new key over the secrets of integrations")


def configure(parser: ArgumentParser) -> None:
    """Take no arguments."""
    del parser


def run(arguments: Namespace) -> int:
    """Add the key, leave the rest to the worker."""
    del arguments
    start_django()
    from setpoint.commands.preparing import prepare
    from setpoint.kernel.actors import Actor
    from setpoint.platform.sealing import rotation

    prepare(say=print)
    by = Actor("system", None, "setpoint rotate-keys", "command")
    fingerprint = rotation.rotate(by=by)
    print(_("New key %s. The worker seals everything anew and drops the old keys an hour later.") % fingerprint)
    return 0
