"""Three of twelve sellers are away for 25 working days; their enquiries keep coming."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "three-absent"
KIND = "shock"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    first = int(luck.integers(3, 25))
    owners = luck.choice(frame.owners, 3, replace=False).tolist()
    return {"shocks": [{"kind": "absence", "first_day": first, "last_day": first + 24, "owners": owners}]}
