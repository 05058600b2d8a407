"""There is more to do than there is time."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "overload"
KIND = "organisation"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    del frame
    return {"load": float(luck.uniform(1.1, 1.2))}
