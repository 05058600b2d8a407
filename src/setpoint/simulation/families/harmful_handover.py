"""Deals that change hands suffer, which nobody knows beforehand."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "harmful-handover"
KIND = "organisation"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    first = int(luck.integers(3, 25))
    owners = luck.choice(frame.owners, 2, replace=False).tolist()
    shock = {"kind": "absence", "first_day": first, "last_day": first + 19, "owners": owners}
    return {"handover_harm": 0.4, "shocks": [shock] if luck.integers(2) else []}
