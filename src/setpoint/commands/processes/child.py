"""One process of the group: forked from its parent, watched, stopped; what it says goes into a file of the home."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from setpoint.commands.processes.leash import end_with_parent

LARGEST_LOG = 5 * 1024 * 1024
# what the system shows as the name of a process (15 letters at most)
NAME = Path("/proc/self/comm")


class Child:
    """`work` in a process of its own. Forked, it has everything loaded that its parent has; it starts at once.

    The parent must have one thread and no connection. `deaths` are moments of the monotonic clock.
    """

    def __init__(self, name: str, work: Callable[[], object], log: Path) -> None:
        """Describe the process; nothing starts yet."""
        self.name = name
        self.log = log
        self.deaths: list[float] = []
        self._work = work
        self._pid: int | None = None

    def start(self) -> None:
        """Start it, on the leash of this process."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        parent = os.getpid()
        sys.stdout.flush()
        self._pid = os.fork()
        if self._pid == 0:
            self._live(parent)

    def is_alive(self) -> bool:
        """Whether it runs; a death is noted once."""
        if self._pid is None:
            return False
        if not os.waitpid(self._pid, os.WNOHANG)[0]:
            return True
        self.deaths.append(time.monotonic())
        self._pid = None
        return False

    def send(self, number: signal.Signals) -> None:
        """Send a signal where there is somebody to hear it."""
        if self.is_alive() and self._pid is not None:
            os.kill(self._pid, number)

    def last_words(self, lines: int = 15) -> str:
        """Return the end of what it said."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def _live(self, parent: int) -> None:
        """Work and end, never returning into the parent's program."""
        code = 1
        try:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            _speak_into(self.log)
            if NAME.exists():
                NAME.write_text(f"setpoint {self.name}"[:15])
            end_with_parent(parent)
            self._work()
            code = 0
        except BaseException:  # noqa: BLE001 (whatever it was, it is the end of this process)
            traceback.print_exc()
        finally:
            os._exit(code)


def _speak_into(log: Path) -> None:
    """Let everything that is printed or logged go to the end of `log`."""
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    os.close(nothing)
