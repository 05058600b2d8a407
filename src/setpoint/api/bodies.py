"""Bodies of requests: JSON, strictly, of what a database can store."""

import re
from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser

# the escaped NUL, which JSON knows and PostgreSQL does not; a backslash before it escapes the backslash
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Bodies(Parser):
    """Reads bodies by orjson, which refuses lone surrogates, NaN and what is nested too deep."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the values; ValueError for what is no JSON."""
        return orjson.loads(request.body)


def holds_nul(request: HttpRequest) -> bool:
    """Whether a request holds a sign that cannot be stored."""
    return "%00" in request.META.get("QUERY_STRING", "") or NUL.search(request.body) is not None
