"""One turn of the clock: followers catch up, the schedule is looked at, now and then old rows go."""

import logging
import time
from collections.abc import Callable

from django.db import OperationalError, connection

from setpoint.journal.followers import FOLLOWERS, step
from setpoint.kernel import jobs
from setpoint.kernel.jobs_worker import prune
from setpoint.kernel.schedule import declare, enqueue_due
from setpoint.schedule import ENTRIES

logger = logging.getLogger(__name__)
SCHEDULE_EVERY = 1.0
PRUNE_EVERY = 3600.0
AFTER_A_FAILURE = 5.0


class Turning:
    """Remembers when each follower and each errand is next."""

    def __init__(self) -> None:
        """Learn which jobs there are: the schedule names them."""
        jobs.discover()
        declare(ENTRIES)
        self._seen: int | None = None
        self._failed: dict[str, float] = {}
        self._schedule_at = self._prune_at = 0.0

    def turn(self, stop: Callable[[], bool]) -> None:
        """Do what is due now."""
        now = time.monotonic()
        if self._something_was_written() or self._failed:
            self._follow(stop)
        if now >= self._schedule_at:
            self._schedule_at = now + SCHEDULE_EVERY
            enqueue_due(ENTRIES)
        if now >= self._prune_at:
            self._prune_at = now + PRUNE_EVERY
            prune()

    def _something_was_written(self) -> bool:
        """Whether others committed since the last look; SQLite tells without touching a table or a lock."""
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            (version,) = cursor.fetchone()
        seen, self._seen = self._seen, int(version)
        return seen != self._seen

    def _follow(self, stop: Callable[[], bool]) -> None:
        """Let all followers read to the end, in turns; one that fails waits, the others go on."""
        moved = True
        while moved and not stop():
            moved = False
            for name in FOLLOWERS:
                if self._failed.get(name, 0.0) > time.monotonic():
                    continue
                try:
                    moved = bool(step(name)) or moved
                    self._failed.pop(name, None)
                except OperationalError:
                    raise
                except Exception:
                    logger.exception("follower %s failed", name)
                    self._failed[name] = time.monotonic() + AFTER_A_FAILURE
