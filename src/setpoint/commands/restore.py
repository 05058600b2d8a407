"""`setpoint restore FILE`: an archive back into a home and its database."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _
from pathlib import Path

from setpoint.commands.application import environment


def describe() -> str:
    """Say what it does."""
    return _("bring an archive of “setpoint backup” back")


def configure(parser: ArgumentParser) -> None:
    """Take the archive, and whether it may replace what is there."""
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("archive to bring back"))
    parser.add_argument("--force", action="store_true", help=_("replace the company that is there"))


def run(arguments: Namespace) -> int:
    """Look through it, then put it in place whole."""
    from setpoint.commands.upkeep.restoring import restore

    said = restore(arguments.file.expanduser().resolve(), environment(), force=arguments.force)
    figures = {"moment": said.made_at[:16].replace("T", " "), "version": said.version, "rows": sum(said.rows.values())}
    print(_("Restored: state of %(moment)s UTC, version %(version)s, rows: %(rows)s") % figures)
    return 0
