"""Between the database and the streams: one thread waits for events and hands each listener its own."""

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, connections

from setpoint.kernel.actors import Actor
from setpoint.platform.live.announcing import CHANNEL
from setpoint.platform.live.reading import Batch, since, told_to
from setpoint.platform.observing.counting import CLIENTS

logger = logging.getLogger(__name__)
LOOK_EVERY = 0.3
LISTEN_SECONDS = 5.0
DATABASE_GONE = 2.0


@dataclass(eq=False)
class Listener:
    """One stream: who listens, and where his events go."""

    actor: Actor
    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[tuple[int, list[str]]] = field(default_factory=asyncio.Queue)


class Hub:
    """Who listens now."""

    def __init__(self) -> None:
        """Nobody yet; the thread comes with the first and goes after the last."""
        self._listeners: set[Listener] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def listening(self, actor: Actor, *, last: int) -> Iterator[Listener]:
        """Take part for the length of a stream, in what comes after event number `last` at the latest."""
        listener = Listener(actor, asyncio.get_running_loop())
        with self._lock:
            self._listeners.add(listener)
            if self._thread is None:
                self._thread = threading.Thread(target=self._wait_for_events, args=(last,), name="live", daemon=True)
                self._thread.start()
        CLIENTS.inc()
        try:
            yield listener
        finally:
            CLIENTS.dec()
            with self._lock:
                self._listeners.discard(listener)

    def _wait_for_events(self, last: int) -> None:
        while self._is_wanted():
            try:
                _listen()
                last = self._hand_out(since(last))
                _wait()
            except DatabaseError:
                logger.exception("the database does not answer")
                connections.close_all()
                time.sleep(DATABASE_GONE)

    def _is_wanted(self) -> bool:
        with self._lock:
            if not self._listeners:
                self._thread = None
                connections.close_all()
        return self._thread is not None

    def _hand_out(self, batch: Batch) -> int:
        with self._lock:
            listeners = list(self._listeners) if batch.changed else []
        told: dict[int | None, list[str]] = {}
        for listener in listeners:
            who = listener.actor.user_id
            if who not in told:
                told[who] = told_to(listener.actor, batch)
            if told[who] and not listener.loop.is_closed():
                listener.loop.call_soon_threadsafe(listener.queue.put_nowait, (batch.last, told[who]))
        return batch.last


def _listen() -> None:
    """Ask PostgreSQL to call, before anything is read: what commits in between is called too."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")


def _wait() -> None:
    """Sleep until there may be something new: SQLite is looked at, PostgreSQL calls."""
    if connection.vendor != "postgresql":
        time.sleep(LOOK_EVERY)
        return
    for _call in connection.connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
        break


HUB = Hub()
