"""Much is entered late, twice or never."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "logging-errors"
KIND = "organisation"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    del frame
    slips = {
        "late": float(luck.uniform(0.1, 0.3)),
        "late_days": float(luck.uniform(1, 4)),
        "missing": float(luck.uniform(0.05, 0.25)),
        "duplicates": float(luck.uniform(0.01, 0.06)),
    }
    return {"slips": slips}
