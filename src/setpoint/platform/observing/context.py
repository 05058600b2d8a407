"""Which request a line of log belongs to."""

import logging
import re
from contextvars import ContextVar
from uuid import uuid4

GOOD = re.compile(r"[A-Za-z0-9._-]{1,64}")
request_id: ContextVar[str] = ContextVar("request_id", default="")


def taken_or_made(said: str) -> str:
    """Return the number that the caller gave his request, a new one where he gave none or something else."""
    return said if GOOD.fullmatch(said) else uuid4().hex


class Stamp(logging.Filter):
    """Puts the number of the request on every line that is written while it is answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add it, let the line pass."""
        if not hasattr(record, "request_id"):
            record.request_id = request_id.get()
        return True
