"""A competitor appears: late stages of one team advance 40 % less often."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "competitor"
KIND = "shock"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    first, team = int(luck.integers(5, 30)), int(luck.integers(frame.teams))
    shock = {"kind": "competitor", "first_day": first, "team": team, "from_stage": 2, "log_odds": -0.58}
    return {"shocks": [shock]}
