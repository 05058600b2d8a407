"""`setpoint run` as a person starts it: a process of its own, on a home and a port of its own."""

import http.client
import os
import re
import shutil
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

    def answers(self) -> bool:
        try:
            return self.answer() < 500
        except OSError:
            return False

    def processes(self) -> set[int]:
        """Return all processes that live on this home."""
        found = set()
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if f"SETPOINT_HOME={self.home}\0".encode() in (entry / "environ").read_bytes():
                    found.add(int(entry.name))
            except OSError:
                continue
        return found

    def children(self) -> dict[str, int]:
        """Return the processes of the running group by verb."""
        found = {}
        for pid in self.processes():
            try:
                state = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
            except OSError:
                continue
            if int(state["PPid"]) == self.started[-1].pid and state["Name"].startswith("setpoint "):
                found[state["Name"].removeprefix("setpoint ")] = pid
        return found

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


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Installation(tmp_path_factory.mktemp("migrated") / "home")
    assert made.command("migrate").returncode == 0
    return made.home


@pytest.fixture
def installation(migrated: Path, tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "home")
    shutil.copytree(migrated, made.home)
    yield made
    made.end()
