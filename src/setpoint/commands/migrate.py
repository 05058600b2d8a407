"""`setpoint migrate`: bring the database up to this version."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import start_django


def describe() -> str:
    """Say what it does."""
    return _("bring the database up to this version")


def configure(parser: ArgumentParser) -> None:
    """Take no arguments."""
    del parser


def run(arguments: Namespace) -> int:
    """Migrate."""
    del arguments
    start_django()
    from setpoint.commands.preparing import prepare

    prepare(say=print)
    return 0
