"""Everything at once: web, live events, worker and clock as one group of processes on one home folder."""

import http.client
import os
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from setpoint.commands import clock, live, mailbox, web, worker
from setpoint.commands.application import start_django
from setpoint.commands.processes.apart import apart
from setpoint.commands.processes.child import Child
from setpoint.commands.processes.group import run_group
from setpoint.commands.processes.home_lock import only_one
from setpoint.commands.processes.ports import next_free, this_or_none
from setpoint.commands.processes.stopping import Stop

if TYPE_CHECKING:
    from setpoint.environment import Environment


@dataclass(frozen=True)
class Ports:
    """Where the processes answer; `mail` is 0 where no mailbox is kept."""

    web: int
    live: int
    mail: int


def serve(
    told: "Environment",
    *,
    any_port: bool,
    with_mailbox: bool,
    before: Callable[[], None],
    announce: Callable[[str], None],
) -> int:
    """Call `before`, start everything, call `announce` with the address, and run until a signal comes.

    Both are called in processes of their own. `any_port` takes the next free port where the wanted one is taken.
    Refusal where another one runs on this home.
    """
    with only_one(told.home) as note:
        ports = choose_ports(told, any_port=any_port, with_mailbox=with_mailbox)
        _tell_children(told, ports)
        _count_anew(told)
        _load()
        apart(before)
        address = f"http://localhost:{ports.web}"

        def when_ready() -> None:
            note(address)
            apart(partial(announce, address))

        run_group(
            _children(told, ports),
            stop=Stop(),
            is_ready=lambda: _answers(ports.web, "/") and _answers(ports.live, "/live/health"),
            when_ready=when_ready,
        )
    print(_("Stopped."))
    return 0


def choose_ports(told: "Environment", *, any_port: bool, with_mailbox: bool) -> Ports:
    """Return free ports, and say so where the web port is not the one asked for."""
    host = told.listen
    web_port = next_free(host, told.port) if any_port else this_or_none(host, told.port)
    if web_port != told.port:
        print(_("Port %(wanted)s is taken: using %(port)s.") % {"wanted": told.port, "port": web_port})
    live_port = next_free(host, told.live_port or web_port + 1, taken={web_port})
    mail_port = next_free("127.0.0.1", live_port + 1, taken={web_port, live_port}) if with_mailbox else 0
    return Ports(web_port, live_port, mail_port)


def _tell_children(told: "Environment", ports: Ports) -> None:
    os.environ["SETPOINT_HOME"] = str(told.home)
    os.environ["SETPOINT_LISTEN"] = told.listen
    os.environ["SETPOINT_PORT"] = str(ports.web)
    os.environ["SETPOINT_LIVE_PORT"] = str(ports.live)
    if ports.mail:
        os.environ["SETPOINT_SMTP_URL"] = f"smtp://127.0.0.1:{ports.mail}"


def _count_anew(told: "Environment") -> None:
    """Take away what the processes of an earlier run have counted."""
    for path in (told.home / "metrics").glob("*.db"):
        path.unlink(missing_ok=True)


def _load() -> None:
    """Load what the children need once, here: they are forked and have it."""
    start_django()
    from django.db import connections
    from django.urls import get_resolver

    import setpoint.schedule
    import setpoint.wsgi  # noqa: F401 (loaded for the children)

    _patterns = get_resolver().url_patterns
    connections.close_all()


def _children(told: "Environment", ports: Ports) -> list[Child]:
    verbs: dict[str, Callable[[], object]] = {
        "web": partial(web.run, Namespace()),
        "live": partial(live.run, Namespace()),
        "worker": partial(worker.run, Namespace(name=_workplace(told))),
        "clock": partial(clock.run, Namespace()),
    }
    if ports.mail:
        verbs["mailbox"] = partial(mailbox.run, Namespace(port=ports.mail))
    return [Child(verb, work, told.home / "logs" / f"{verb}.log") for verb, work in verbs.items()]


def _workplace(told: "Environment") -> str:
    """Name the worker of this home: it finds what it left when it was killed. Two homes never share a name."""
    path = told.home / "keys" / "worker.name"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(os.urandom(12).hex())
    return path.read_text().strip()


def _answers(port: int, path: str) -> bool:
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        wire.request("GET", path, headers={"Host": "localhost"})
        wire.getresponse().read()
    except OSError:
        return False
    else:
        return True
    finally:
        wire.close()
