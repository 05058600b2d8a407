"""Demand rises by 40 % for 30 working days."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "demand-surge"
KIND = "shock"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    del frame
    first = int(luck.integers(5, 25))
    return {"shocks": [{"kind": "demand", "first_day": first, "last_day": first + 29, "factor": 1.4}]}
