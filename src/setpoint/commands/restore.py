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
    parser.add_argument(
        "--drop-leftover",
        action="store_true",
        help=_("drop what an interrupted restore has set aside in PostgreSQL (the company from before it)"),
    )


def run(arguments: Namespace) -> int:
    """Look through it, then put it in place whole."""
    from setpoint.commands.upkeep.restoring import restore

    path = arguments.file.expanduser().resolve()
    said = restore(path, environment(), force=arguments.force, drop_leftover=arguments.drop_leftover)
    figures = {"moment": said.made_at[:16].replace("T", " "), "version": said.version, "rows": sum(said.rows.values())}
    print(_("Restored: state of %(moment)s UTC, version %(version)s, rows: %(rows)s") % figures)
    return 0
