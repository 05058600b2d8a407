"""There is less to do than there is time."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "slack"
KIND = "organisation"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    del frame
    return {"load": float(luck.uniform(0.65, 0.75))}
