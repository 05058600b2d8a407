"""One process of the group: started, watched, stopped; what it says goes into a file of the home folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

LARGEST_LOG = 5 * 1024 * 1024


class Child:
    """A verb of our own command line as a process; `deaths` are moments of the monotonic clock."""

    def __init__(self, name: str, arguments: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        """Describe the process; nothing starts yet."""
        self.name = name
        self.log = log
        self.deaths: list[float] = []
        self._arguments = arguments
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, on the leash of this process."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        command = [sys.executable, "-m", "setpoint.cli", self.name, *self._arguments, "--parent", str(os.getpid())]
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 (our own program)
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=dict(self._environment)
            )

    def is_alive(self) -> bool:
        """Whether it runs; a death is noted once."""
        if self._process is None:
            return False
        if self._process.poll() is None:
            return True
        self.deaths.append(time.monotonic())
        self._process = None
        return False

    def send(self, number: signal.Signals) -> None:
        """Send a signal where there is somebody to hear it."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    def has_ended(self) -> bool:
        """Whether nothing of it runs."""
        return self._process is None or self._process.poll() is not None

    def last_words(self, lines: int = 15) -> str:
        """Return the end of what it said."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
