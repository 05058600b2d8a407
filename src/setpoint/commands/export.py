"""`setpoint export FILE`: everything the company has put in, as one archive in an open format."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _
from pathlib import Path

from setpoint.commands.application import start_django
from setpoint.commands.refusal import Refusal


def describe() -> str:
    """Say what it does."""
    return _("write everything the company has put in into one archive: JSON lines, the files, a manifest")


def configure(parser: ArgumentParser) -> None:
    """Take the archive."""
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("archive to write (.zip)"))


def run(arguments: Namespace) -> int:
    """Write it, for its owner only."""
    start_django()
    from setpoint.kernel.actors import Actor
    from setpoint.platform.takeout.operations import write_now

    target = arguments.file.expanduser().resolve()
    if target.exists():
        raise Refusal(_("%s exists already.") % target)
    try:
        made = write_now(target, by=Actor("system", None, "setpoint export", "command"))
    except OSError as error:
        raise Refusal(_("The archive could not be written: %s") % error) from None
    figures = {"file": target, "rows": sum(made.rows.values()), "files": made.files}
    print(_("Written: %(file)s (rows: %(rows)s, files: %(files)s)") % figures)
    return 0
