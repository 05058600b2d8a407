"""`setpoint config`: write the configuration as a file, compare a file with it, apply a file."""

import sys
from argparse import ArgumentParser, Namespace
from gettext import gettext as _
from pathlib import Path

from setpoint.commands.application import start_django
from setpoint.commands.refusal import Refusal


def describe() -> str:
    """Say what it does."""
    return _("write the configuration as a file, compare a file with it, or apply a file")


def configure(parser: ArgumentParser) -> None:
    """Take what to do and the file."""
    parser.add_argument("what", choices=("export", "diff", "apply"), help=_("export writes FILE, the others read it"))
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help=_("a YAML file; - for the terminal"))


def run(arguments: Namespace) -> int:
    """Do it; a refused file changes nothing and says where it is wrong."""
    start_django()
    from setpoint.kernel.actors import Actor
    from setpoint.platform.configuration import applying, files

    by = Actor("system", None, "setpoint config", "command")
    if arguments.what == "export":
        _write(arguments.file, files.written())
        return 0
    text = _read(arguments.file)
    try:
        changes = applying.compared(text, by=by) if arguments.what == "diff" else applying.apply(text, by=by)
    except files.FileError as refusal:
        raise Refusal(str(refusal)) from refusal
    for one in changes:
        print(f"+ {one.place}: {one.new}" if one.old is None else f"~ {one.place}: {one.old} → {one.new}")
    if not changes:
        print(_("No difference."))
    return 0


def _write(name: str, text: str) -> None:
    if name == "-":
        print(text, end="")
    else:
        Path(name).write_text(text, encoding="utf-8")


def _read(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(str(error)) from error
