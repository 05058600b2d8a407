"""`setpoint check`: how this installation is, and what to do about it."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from gettext import gettext as _
from typing import TYPE_CHECKING

from setpoint.commands.application import start_django

if TYPE_CHECKING:
    from setpoint.commands.upkeep.findings import Finding


def describe() -> str:
    """Say what it does."""
    return _("look after this installation and say what to do; exit code 1 where something is bad")


def configure(parser: ArgumentParser) -> None:
    """Take the form of the answer."""
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run(arguments: Namespace) -> int:
    """Look at everything, print a line for each finding."""
    start_django()
    from setpoint.commands.upkeep.findings import Level

    found = look()
    if arguments.json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
    else:
        marks = {Level.GOOD: _("good"), Level.CONCERN: _("look"), Level.BAD: _("BAD")}
        for each in found:
            print(f"{marks[each.level]:7} {each.text}" + (f"\n{'':8}→ {each.advice}" if each.advice else ""))
    return 1 if any(each.level == Level.BAD for each in found) else 0


def look() -> list["Finding"]:
    """Return what there is to say of database and machine."""
    from django.db import DatabaseError, connection

    from setpoint.commands.upkeep import database_checks, machine_checks
    from setpoint.commands.upkeep.findings import Finding, Level

    found = []
    try:
        connection.ensure_connection()
        found.append(Finding("database", Level.GOOD, _("The database answers.")))
        for check in database_checks.CHECKS:
            found.extend(check())
            # without its tables there is nothing more to ask
            if found[-1].subject == "migrations" and found[-1].level == Level.BAD:
                break
    except DatabaseError as error:
        told = _("The database does not answer: %s") % type(error).__name__
        found.append(Finding("database", Level.BAD, told, _("Look at DATABASE_URL and at the disk.")))
    for machine_check in machine_checks.CHECKS:
        found.extend(machine_check())
    return found
