"""What will go: marked in the schema, told by every answer (RFC 9745, RFC 8594), there for half a year at least."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.http import http_date

PLACE = re.compile(r"<[^>]*>|{[^}]*}")
LEAST = timedelta(days=182)
VERSION = "api/v1/"


@dataclass(frozen=True)
class Going:
    """An address that goes on the day `until`, announced on the day `since`; `instead` is where the same is had."""

    since: date
    until: date
    instead: str = ""

    def __post_init__(self) -> None:
        """Refuse a day that is too near. ValueError."""
        if self.until - self.since < LEAST:
            raise ValueError("an address stays for half a year after it was announced that it goes")

    def headers(self) -> dict[str, str]:
        """Return what every answer says of it."""
        told = {"Deprecation": f"@{_seconds(self.since)}", "Sunset": http_date(_seconds(self.until))}
        return told | ({"Link": f'<{self.instead}>; rel="successor-version"'} if self.instead else {})


# method and address within the version, places as {}
GOING: dict[tuple[str, str], Going] = {}


def headers_of(request: HttpRequest) -> Mapping[str, str]:
    """Return what an answer says of its address, nothing where that stays."""
    route = request.resolver_match.route if GOING and request.resolver_match else ""
    found = GOING.get((request.method or "", _shape(route.removeprefix(VERSION))))
    return found.headers() if found else {}


def mark(schema: dict[str, Any]) -> None:
    """Mark in the schema what goes."""
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            if found := GOING.get((method.upper(), _shape(path.lstrip("/").removeprefix(VERSION)))):
                operation["deprecated"] = True
                operation["description"] = f"{operation.get('description', '')} Goes on {found.until}.".strip()


def _shape(path: str) -> str:
    return PLACE.sub("{}", path)


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
