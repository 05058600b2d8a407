"""Nothing happens: twelve sellers, usual luck."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "no-shock"
KIND = "calm"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    del luck, frame
    return {}
