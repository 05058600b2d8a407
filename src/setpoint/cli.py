"""The command line: `setpoint VERB`. A verb is a module of `setpoint.commands`, imported when it is wanted."""

import argparse
import sys
from collections.abc import Sequence
from gettext import gettext as _
from importlib import import_module

from setpoint.commands.language import speak
from setpoint.commands.refusal import Refusal

VERBS = {
    "run": "run",
    "demo": "demo",
    "loop": "loop",
    "migrate": "migrate",
    "upgrade": "upgrade",
    "createadmin": "create_admin",
    "import": "import_",
    "config": "config",
    "search": "search",
    "simulate": "simulate",
    "web": "web",
    "live": "live",
    "worker": "worker",
    "clock": "clock",
    "mailbox": "mailbox",
    "rotate-keys": "rotate_keys",
    "check": "check",
    "backup": "backup",
    "restore": "restore",
    "mcp": "mcp",
    "export": "export",
    "export-person": "export_person",
    "erase": "erase",
}


def parser() -> argparse.ArgumentParser:
    """Build the parser of all verbs."""
    top = argparse.ArgumentParser(
        prog="setpoint",
        description=_("Setpoint: a self-hosted CRM that closes the control loop over marketing, sales and service."),
        epilog=_("SETPOINT_HOME names the folder of database, files and keys; the handbook has the other variables."),
    )
    verbs = top.add_subparsers(title=_("commands"), metavar=_("COMMAND"), dest="verb", required=True)
    for verb, module in VERBS.items():
        command = import_module(f"setpoint.commands.{module}")
        text = command.describe()
        command.configure(verbs.add_parser(verb, help=text, description=text))
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 where it could not be done, 2 for a wrong call, 130 after Ctrl-C."""
    speak()
    given = parser().parse_args(arguments)
    command = import_module(f"setpoint.commands.{VERBS[given.verb]}")
    try:
        code: int = command.run(given)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
