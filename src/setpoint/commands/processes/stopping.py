"""Signals that ask a process to end, noticed between two pieces of work."""

import signal
import time
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop:
    """False until a signal came; `count` says how often."""

    def __init__(self) -> None:
        """Listen from now on."""
        self.count = 0
        for number in SIGNALS:
            signal.signal(number, self._heard)

    def __call__(self) -> bool:
        """Say whether the process is to end."""
        return self.count > 0

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than until a signal comes."""
        end = time.monotonic() + seconds
        while not self.count and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))

    def _heard(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.count += 1
