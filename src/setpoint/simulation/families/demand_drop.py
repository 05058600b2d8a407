"""Demand falls by 30 % and stays so to the end of the quarter."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "demand-drop"
KIND = "shock"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    first = int(luck.integers(3, 25))
    return {"shocks": [{"kind": "demand", "first_day": first, "last_day": frame.days - 1, "factor": 0.7}]}
