"""`setpoint upgrade`: bring the company of this home to this version, with a way back."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import environment, start_django


def describe() -> str:
    """Say what it does."""
    return _("bring database and files to this version: looked at, backed up, migrated, checked; put back if it fails")


def configure(parser: ArgumentParser) -> None:
    """Take whether only to look."""
    parser.add_argument("--check", action="store_true", help=_("only say what waits and what stands in the way"))


def run(arguments: Namespace) -> int:
    """Upgrade, or say what an upgrade would find."""
    start_django()
    from setpoint.commands.upkeep import upgrading
    from setpoint.commands.upkeep.findings import Level

    if not arguments.check:
        upgrading.upgrade(environment(), say=print)
        return 0
    found = upgrading.look(environment())
    for each in found:
        print(each.text + (f"\n{'':4}→ {each.advice}" if each.advice else ""))
    if found[-1].subject == "keys":
        for name in upgrading.waiting():
            print(f"{'':4}{name}")
    return 1 if any(each.level == Level.BAD for each in found) else 0
