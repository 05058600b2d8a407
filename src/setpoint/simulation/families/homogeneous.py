"""Sellers are nearly alike in pace and skill."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "homogeneous"
KIND = "organisation"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    del frame
    return {"capacity_sd": float(luck.uniform(0.03, 0.07)), "skill_sd": 0.02}
