"""The best channel brings 60 % less to the end of the quarter."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "best-channel-down"
KIND = "shock"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    first = int(luck.integers(3, 25))
    shock = {"kind": "demand", "first_day": first, "last_day": frame.days - 1, "factor": 0.4, "channel": 0}
    return {"shocks": [shock]}
