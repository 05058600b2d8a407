"""`setpoint run` as a person starts it: a process of its own, on a home and a port of its own."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent.parent / "src"
PATIENCE = 90


class Installation:
    """A home folder, and the `setpoint` command on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.started: list[subprocess.Popen[str]] = []

    def variables(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return kept | {
            "SETPOINT_HOME": str(self.home),
            "SETPOINT_PORT": str(self.port),
            "PYTHONPATH": str(SOURCE),
            "LANGUAGE": "en",
        }

    def command(self, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "setpoint.cli", *arguments],
            env=self.variables(),
            input=said,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        running = subprocess.Popen(
            [sys.executable, "-m", "setpoint.cli", *(arguments or ("run",))],
            env=self.variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(running)
        return running

    def start_and_wait(self, *arguments: str) -> tuple[subprocess.Popen[str], str]:
        """Return the process and the address that it printed."""
        running = self.start(*arguments)
        said = []
        for line in running.stdout:
            said.append(line)
            if found := re.search(r"http://\S+", line):
                return running, found[0]
        raise AssertionError("".join(said))

    def answer(self, path: str = "/", port: int | None = None) -> int:
        wire = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        try:
            wire.request("GET", path, headers={"Host": "localhost"})
            return wire.getresponse().status
        finally:
            wire.close()

    def processes(self) -> dict[int, str]:
        """Return the command lines of all processes that live on this home."""
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                if f"SETPOINT_HOME={self.home}\0".encode() in (entry / "environ").read_bytes():
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            except (OSError, ValueError):
                continue
        return found

    def child(self, verb: str) -> int:
        (pid,) = [pid for pid, line in self.processes().items() if f"setpoint.cli {verb} " in f"{line} "]
        return pid

    def wait_until(self, condition) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.processes()
            time.sleep(0.05)

    def end(self) -> None:
        for running in self.started:
            if running.poll() is None:
                running.send_signal(signal.SIGKILL)
            running.wait()
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "home")
    yield made
    made.end()
