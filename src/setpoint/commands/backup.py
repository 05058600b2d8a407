"""`setpoint backup [FILE]`: database, files and keys in one archive, while the company works."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _
from pathlib import Path

from setpoint.commands.application import start_django


def describe() -> str:
    """Say what it does."""
    return _("write database, files and keys into one archive, while the company works")


def configure(parser: ArgumentParser) -> None:
    """Take the file, and whether the keys go with it."""
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar=_("FILE"),
        help=_("archive to write (one in the home folder, named by the moment)"),
    )
    parser.add_argument(
        "--without-keys", action="store_true", help=_("leave the keys out: then keep SETPOINT_HOME/keys elsewhere")
    )


def run(arguments: Namespace) -> int:
    """Write it, read it back, say what it holds."""
    start_django()
    from django.db import OperationalError

    from setpoint.commands.refusal import Refusal
    from setpoint.commands.upkeep import backing_up

    target = (arguments.file or backing_up.default_target()).expanduser().resolve()
    try:
        made = backing_up.back_up(target, with_keys=not arguments.without_keys)
    except OperationalError as error:
        raise Refusal(_("The database does not answer: %s") % error) from None
    except OSError as error:
        raise Refusal(_("The archive could not be written: %s") % error) from None
    figures = {"file": target, "rows": sum(made.rows.values()), "files": len(made.files) - 1}
    print(_("Written and read back: %(file)s (rows: %(rows)s, files: %(files)s)") % figures)
    if made.has_keys:
        print(_("It holds the keys of this installation: keep it as you keep a password."))
    return 0
