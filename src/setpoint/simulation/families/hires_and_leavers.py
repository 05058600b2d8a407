"""A seller leaves with a part of his book, another begins and needs time to learn."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "hires-and-leavers"
KIND = "organisation"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    leaver, joiner = luck.choice(frame.owners, 2, replace=False).tolist()
    leaving = {"kind": "leaving", "owner": leaver, "first_day": int(luck.integers(3, 35))}
    joining = {"kind": "joining", "owner": joiner, "first_day": int(luck.integers(-15, 30))}
    return {"shocks": [leaving, joining]}
