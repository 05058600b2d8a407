"""Everything at once: web, live events, worker and clock as one group of processes on one home folder."""

import http.client
import os
from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _
from typing import TYPE_CHECKING

from setpoint.commands.application import start_django
from setpoint.commands.processes.child import Child
from setpoint.commands.processes.group import run_group
from setpoint.commands.processes.home_lock import Note, only_one
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
    environment: "Environment",
    *,
    any_port: bool,
    with_mailbox: bool,
    before: Callable[[], None],
    announce: Callable[[str], None],
) -> int:
    """Prepare, call `before`, start everything, call `announce` with the address, and run until a signal comes.

    `any_port` takes the next free port where the wanted one is taken. Refusal where another one runs on this home.
    """
    with only_one(environment.home) as note:
        start_django()
        from setpoint.commands.preparing import prepare

        prepare(say=print)
        before()
        ports = choose_ports(environment, any_port=any_port, with_mailbox=with_mailbox)
        return _run(environment, ports, note, announce)


def choose_ports(environment: "Environment", *, any_port: bool, with_mailbox: bool) -> Ports:
    """Return free ports, and say so where the web port is not the one asked for."""
    host = environment.listen
    web = next_free(host, environment.port) if any_port else this_or_none(host, environment.port)
    if web != environment.port:
        print(_("Port %(wanted)s is taken: using %(port)s.") % {"wanted": environment.port, "port": web})
    live = next_free(host, environment.live_port or web + 1, taken={web})
    mail = next_free("127.0.0.1", live + 1, taken={web, live}) if with_mailbox else 0
    return Ports(web, live, mail)


def _run(environment: "Environment", ports: Ports, note: Note, announce: Callable[[str], None]) -> int:
    address = f"http://localhost:{ports.web}"
    variables = {
        **os.environ,
        "SETPOINT_HOME": str(environment.home),
        "SETPOINT_PORT": str(ports.web),
        "SETPOINT_LIVE_PORT": str(ports.live),
    }
    if ports.mail:
        variables["SETPOINT_SMTP_URL"] = f"smtp://127.0.0.1:{ports.mail}"
    verbs = {"web": [], "live": [], "worker": ["--name", _workplace(environment)], "clock": []}
    if ports.mail:
        verbs["mailbox"] = ["--port", str(ports.mail)]
    logs = environment.home / "logs"
    children = [Child(verb, given, logs / f"{verb}.log", variables) for verb, given in verbs.items()]

    def when_ready() -> None:
        note(address)
        announce(address)

    run_group(
        children,
        stop=Stop(),
        is_ready=lambda: _answers(ports.web, "/") and _answers(ports.live, "/live/health"),
        when_ready=when_ready,
    )
    print(_("Stopped."))
    return 0


def _workplace(environment: "Environment") -> str:
    """Name the worker of this home: it finds what it left when it was killed. Two homes never share a name."""
    path = environment.home / "keys" / "worker.name"
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
