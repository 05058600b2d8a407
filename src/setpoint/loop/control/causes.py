"""Which parts of a goal bring its shortfall: its children, each with what it lacks and its share."""

from typing import Any

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.loop.control.situation import Goals, Verdicts

MOST = 5


def causes_of(goals: Goals, verdicts: Verdicts, shortfall: Floats, cases: Ints) -> dict[int, dict[str, Any]]:
    """Inputs of the explanation of each case, JSON values, by goal index; quantities in the smallest unit.

    `children`: those below with the largest expected shortfall, an only child giving way to its own; `share` is
    that of the shortfalls of all of them.
    """
    found: dict[int, dict[str, Any]] = {}
    order = np.argsort(goals.parent, kind="stable")
    borders = np.searchsorted(goals.parent[order], np.arange(len(goals) + 1))
    for index in cases.tolist():
        below = order[borders[index] : borders[index + 1]]
        while len(below) == 1 and borders[below[0]] < borders[below[0] + 1]:
            below = order[borders[below[0]] : borders[below[0] + 1]]
        worst = below[np.argsort(-shortfall[below], kind="stable")][:MOST]
        whole = max(float(shortfall[below].sum()), 1e-9)
        found[index] = {
            "expected": round(float(verdicts.expected[index])),
            "actual": round(float(verdicts.actual[index])),
            "mean": round(float(verdicts.mean[index])),
            "target": round(float(goals.target[index])),
            "shortfall": round(float(shortfall[index])),
            "children": [
                {
                    "scope_kind": str(goals.scope_kind[child]),
                    "scope_id": int(goals.scope_id[child]),
                    "p_hit": round(float(verdicts.p_hit[child]), 4),
                    "shortfall": round(float(shortfall[child])),
                    "share": round(float(shortfall[child]) / whole, 4),
                }
                for child in worst.tolist()
            ],
        }
    return found
