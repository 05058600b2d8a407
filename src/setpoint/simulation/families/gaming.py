"""People play with their quotas: sandbagging, pulling forward, leaking discounts, touches never made."""

from collections.abc import Mapping
from typing import Any

INTERFACE = 1
NAME = "gaming"
KIND = "organisation"


def cell(luck: Any, frame: Any) -> Mapping[str, Any]:
    """Return one company."""
    del frame
    gaming = {
        "sandbagging": float(luck.uniform(0.2, 0.5)),
        "pull_forward": float(luck.uniform(0.2, 0.6)),
        "leakage": float(luck.uniform(0.03, 0.08)),
        "fake_touches": float(luck.uniform(0.05, 0.2)),
    }
    return {"gaming": gaming}
