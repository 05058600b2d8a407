"""Log lines as JSON, or as text for people. Only what `TOLD` names goes in: no name, address of mail or query."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

# further parts of a line, given as `extra=`
TOLD = ("request_id", "method", "route", "status", "ms", "user", "job", "job_id")
# what databases say of the very values: not for logs
VALUES = ("DETAIL:", "CONTEXT:")


class Json(logging.Formatter):
    """A line as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= told(record)
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging calls it so
        """Return the traceback without the values that the database named."""
        return without_values(super().formatException(ei))


class Text(logging.Formatter):
    """The same for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, its parts behind it."""
        line, rest = super().format(record), told(record)
        return f"{line} {' '.join(f'{name}={value}' for name, value in rest.items())}".rstrip()

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging calls it so
        """Return the traceback without the values that the database named."""
        return without_values(super().formatException(ei))


def told(record: logging.LogRecord) -> dict[str, Any]:
    """Return the parts of a line that it has."""
    return {name: record.__dict__[name] for name in TOLD if record.__dict__.get(name) not in (None, "")}


def without_values(trace: str) -> str:
    """Leave out the lines in which a database names the values of a row."""
    return "\n".join(line for line in trace.splitlines() if not line.startswith(VALUES))


def route_only(record: logging.LogRecord) -> bool:
    """Take the address off what Django says of a failed request: a part of it may be a key or a name."""
    if hasattr(record, "request"):
        record.msg, record.args = record.getMessage().partition(":")[0], ()
    return True


def logging_of(how: str) -> dict[str, Any]:
    """Return Django's LOGGING: all to standard error, as `how` says ("json" or "text")."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "setpoint.platform.observing.context.Stamp"},
            "route_only": {"()": "setpoint.platform.observing.logs.RouteOnly"},
        },
        "formatters": {"line": {"()": f"setpoint.platform.observing.logs.{'Json' if how == 'json' else 'Text'}"}},
        "handlers": {
            "said": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id", "route_only"]}
        },
        "root": {"handlers": ["said"], "level": "WARNING"},
        "loggers": {
            "setpoint": {"level": "INFO"},
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # what a visitor did wrong is told by our own line
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
        },
    }


class RouteOnly(logging.Filter):
    """`route_only` as logging wants it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, let it pass."""
        return route_only(record)
