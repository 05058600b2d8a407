"""People follow a third of the advice and half of the proposals get a yes."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "half-compliance"
KIND = "organisation"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    del frame
    return {"compliance": float(luck.uniform(0.25, 0.4)), "acceptance": 0.5}
