"""How often somebody may ask for what is dear: counted in the memory of a process, on a clock that never goes back."""

import threading
from collections import deque
from time import monotonic
from typing import NamedTuple

# whoever asked least lately is forgotten first where more than so many ask
MOST_KEYS = 10_000


class Rate(NamedTuple):
    """So many requests within so many seconds."""

    most: int
    seconds: int


class Taken(NamedTuple):
    """A request was counted where `wait` is 0; `left` more may come within `seconds`, of `most` in all."""

    wait: int
    left: int
    seconds: int
    most: int


class Counter:
    """The requests of the last seconds, by who asked for what."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[str, deque[float]] = {}

    def wait(self, key: str, rate: Rate) -> int:
        """Count a request; return 0 where it may go through, else the seconds to wait, and then it is not counted."""
        return self.take(key, rate).wait

    def take(self, key: str, rate: Rate) -> Taken:
        """Count a request where it may go through, and tell how many more may."""
        now = monotonic()
        with self._lock:
            asked = self._asked.pop(key, None) or deque()
            while asked and asked[0] <= now - rate.seconds:
                asked.popleft()
            waits = len(asked) >= rate.most
            if not waits:
                asked.append(now)
            self._asked[key] = asked
            if len(self._asked) > MOST_KEYS:
                del self._asked[next(iter(self._asked))]
            seconds = int(asked[0] + rate.seconds - now) + 1 if asked else rate.seconds
            return Taken(seconds if waits else 0, max(0, rate.most - len(asked)), seconds, rate.most)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._asked.clear()
