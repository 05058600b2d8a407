"""`setpoint demo`: a living demo company in a home folder of its own."""

import os
import shutil
import sqlite3
from argparse import ArgumentParser, Namespace
from contextlib import closing
from gettext import gettext as _
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from setpoint.commands.application import environment, start_django
from setpoint.commands.processes.home_lock import only_one
from setpoint.commands.refusal import Refusal

if TYPE_CHECKING:
    from setpoint.environment import Environment


def describe() -> str:
    """Say what it does."""
    return _("show a company that lives: garden sheds, two years of history, a goal being missed")


def configure(parser: ArgumentParser) -> None:
    """Take the port, and what to do besides running."""
    parser.add_argument("--port", type=int, help=_("port of the web server (the next free one where it is taken)"))
    parser.add_argument("--reset", action="store_true", help=_("throw the demo company away and begin anew"))
    parser.add_argument("--no-run", action="store_true", help=_("create the company, do not serve it"))


def run(arguments: Namespace) -> int:
    """Create the company where it is missing, then serve it."""
    told = _at_home()
    if arguments.port is not None:
        told = told.model_copy(update={"port": arguments.port})
    if arguments.reset:
        _throw_away(told.home)
    if arguments.no_run:
        with only_one(told.home):
            start_django()
            _create()
            _tell_logins()
        return 0
    from setpoint.commands.serving import serve

    return serve(told, any_port=True, with_mailbox=not told.smtp_url, before=_create, announce=_announce)


def _at_home() -> "Environment":
    """The demo lives beside one's own company, never in it, unless SETPOINT_HOME says where."""
    told = environment()
    if "home" not in told.model_fields_set:
        os.environ["SETPOINT_HOME"] = str(told.home / "demo")
        told = environment()
    return told


def _create() -> None:
    """Create the demo company where there is none. Refusal where a real one is."""
    from setpoint.commands.preparing import prepare
    from setpoint.kernel.models import Company

    prepare(say=print)
    company = Company.objects.first()
    if company is not None and not company.is_demo:
        raise Refusal(_("%s is a real company: the demo needs a home of its own (SETPOINT_HOME).") % company.name)
    if company is None:
        print(_("Creating the demo company with two years of history..."), flush=True)
        import_module("setpoint.simulation.demo").create_demo()


def _announce(address: str) -> None:
    print(_("The demo company answers at %s (Ctrl-C stops everything)") % address)
    _tell_logins()


def _tell_logins() -> None:
    print(_("Sign in as:"))
    for login in import_module("setpoint.simulation.demo").logins():
        print(f"  {login.email}  {login.password}  ({login.role})")


def _throw_away(home: Path) -> None:
    """Empty a folder that holds a demo company (or nothing of ours). Refusal for anything else."""
    if os.environ.get("DATABASE_URL"):
        raise Refusal(_("--reset throws folders away, no PostgreSQL: give the demo an empty database."))
    with only_one(home):
        database = home / "setpoint.sqlite3"
        if database.exists() and not _holds_demo(database):
            raise Refusal(_("%s does not hold a demo company: nothing was thrown away.") % home)
        for name in ("setpoint.sqlite3", "setpoint.sqlite3-wal", "setpoint.sqlite3-shm"):
            (home / name).unlink(missing_ok=True)
        for name in ("files", "mailbox"):
            shutil.rmtree(home / name, ignore_errors=True)


def _holds_demo(database: Path) -> bool:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as wire:
        try:
            found = wire.execute("SELECT is_demo FROM kernel_company").fetchone()
        except sqlite3.DatabaseError:
            return False
    return found is None or bool(found[0])
