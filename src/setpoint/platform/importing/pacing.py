"""How long the work of an import goes on in one piece, and how often it tells how far it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Tick = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass
class Pace:
    """How many rows make a chunk: others wait at most 200 ms for SQLite's one writer."""

    size: int = 100
    target: float = 0.12

    def learn(self, seconds: float) -> None:
        """Adapt to how long the last chunk took."""
        factor = min(2.0, max(0.25, self.target / max(seconds, 1e-6)))
        self.size = int(min(5000, max(20, self.size * factor)))


@dataclass
class Seldom:
    """A tick that is passed on twice a second at most: telling is a write of its own."""

    tick: Tick
    seconds: float = 0.5
    _last: float = field(default=float("-inf"))

    def __call__(self, done: int, total: int) -> None:
        """Pass the tick on, unless another one went on just now."""
        now = time.monotonic()
        if now - self._last >= self.seconds:
            self._last = now
            self.tick(done, total)
