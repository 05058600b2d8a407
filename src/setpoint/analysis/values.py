"""What a win is worth: mean by node, spread, and realised against listed value."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, sum_by
from setpoint.analysis.flow import Flow

PRIOR_WINS = 20.0
FEW_WINS = 5


@dataclass(frozen=True)
class Values:
    """Values of wins in minor units, learnt from the wins of the last `window` days."""

    by_node: Floats
    """(nodes,) mean realised value, shrunk to the mean of all."""
    listed: float
    """Mean listed value, for items without one."""
    cv: float
    """Coefficient of variation of the realised value of a win."""
    ratio: tuple[float, float]
    """Mean and cv of realised to listed value."""


def learn_values(known: Flow, now: int, *, nodes: int, window: int = 365) -> Values:
    """Learn from the wins among `known` (a flow as known at `now`); values of 0 where there are none."""
    won = known.won(now - window, now) & np.isfinite(known.realised)
    real, listed, node = known.realised[won], known.value[won], known.node[won]
    mean = float(real.mean()) if len(real) else 0.0
    total = sum_by(node, real, nodes)
    count = np.bincount(node, minlength=nodes)
    priced = np.isfinite(listed) & (listed > 0)
    ratio = real[priced] / listed[priced]
    enough = len(ratio) >= FEW_WINS and ratio.mean() > 0
    any_listed = known.value[np.isfinite(known.value)]
    return Values(
        by_node=(total + PRIOR_WINS * mean) / (count + PRIOR_WINS),
        listed=float(any_listed.mean()) if len(any_listed) else mean,
        cv=float(real.std() / mean) if len(real) >= FEW_WINS and mean > 0 else 1.0,
        ratio=(float(ratio.mean()), float(ratio.std() / ratio.mean())) if enough else (1.0, 0.0),
    )
