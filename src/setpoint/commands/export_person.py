"""`setpoint export-person WHO FILE`: everything about a person in one readable archive."""

import os
from argparse import ArgumentParser, Namespace
from gettext import gettext as _
from pathlib import Path

from setpoint.commands.application import start_django
from setpoint.commands.refusal import Refusal


def describe() -> str:
    """Say what it does."""
    return _("write everything about a person into one archive: readable JSON, and the files")


def configure(parser: ArgumentParser) -> None:
    """Take the person and the archive."""
    parser.add_argument("who", metavar=_("WHO"), help=_("number of the card, or address of mail"))
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("archive to write (.zip)"))


def run(arguments: Namespace) -> int:
    """Write it, for its owner only."""
    start_django()
    from setpoint.commands.personal import the_person
    from setpoint.kernel.actors import Actor
    from setpoint.platform.personal.exporting import export

    person, target = the_person(arguments.who), arguments.file.expanduser().resolve()
    try:
        opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refusal(_("%s exists already.") % target) from None
    except OSError as error:
        raise Refusal(_("The archive could not be written: %s") % error) from None
    with os.fdopen(opened, "wb") as file:
        rows = export(person, file, by=Actor("system", None, "setpoint export-person", "command"))
    print(_("Written: %(file)s (%(count)s rows)") % {"file": target, "count": sum(rows.values())})
    return 0
