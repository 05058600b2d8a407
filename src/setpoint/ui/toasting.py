"""Say that something was done, and offer to undo it."""

import json
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest


def say(request: HttpRequest, text: str, *, undo: str = "", values: Mapping[str, object] | None = None) -> None:
    """Show `text` as a toast on the answer; `undo` is the address to which `values` are posted to take it back."""
    tags = json.dumps({"url": undo, "values": dict(values or {})}) if undo else ""
    messages.success(request, text, extra_tags=tags)


def warn(request: HttpRequest, text: str) -> None:
    """Show as a toast that something was refused, and why."""
    messages.error(request, text)
