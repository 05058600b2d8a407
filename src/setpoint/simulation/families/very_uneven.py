"""Sellers differ greatly in pace and skill."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "very-uneven"
KIND = "organisation"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    del frame
    return {"capacity_sd": float(luck.uniform(0.38, 0.46)), "skill_sd": 0.30}
