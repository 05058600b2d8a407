"""Which open deals are stale or want attention: told by how long deals that moved on had waited, never by their age."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.spells import WON
from setpoint.loop.plan.flow import Flow

ENOUGH = 20
STALE_QUANTILE, ATTENTION_QUANTILE, LARGE_QUANTILE = 0.9, 0.5, 0.75


@dataclass(frozen=True)
class Looked:
    """Of the open items (n,): days idle, what is usual in their stage, and what control says."""

    idle: Ints
    usual: Ints
    stale: Bools
    attention: Bools


def look_at(flow: Flow) -> Looked:
    """Compare how long each open item has been idle with the waits after which items of its stage moved on.

    Stale: longer than nine of ten of those. Attention: a large item that waits longer than half of them. Where fewer
    than twenty have moved on, the norm of the stage stands in.
    """
    items, spells = flow.items, flow.spells
    waits = (spells.end - spells.start).astype(np.float64)
    ahead = (spells.next > spells.stage) | (spells.next == WON)
    late, half = _waits(flow, waits, ahead, STALE_QUANTILE), _waits(flow, waits, ahead, ATTENTION_QUANTILE)
    idle = np.where(items.since < 0, 0, flow.day - items.since)
    known = np.isfinite(items.value)
    large = known & (items.value >= (np.quantile(items.value[known], LARGE_QUANTILE) if known.any() else 0.0))
    # a known reason is no deviation
    silent = np.zeros(len(items), dtype=np.bool_) if items.waiting is None else items.waiting
    stale = ~silent & (idle > late[items.stage])
    return Looked(
        idle=idle.astype(np.int64),
        usual=np.ceil(late[items.stage]).astype(np.int64),
        stale=np.asarray(stale, dtype=np.bool_),
        attention=np.asarray(~stale & ~silent & large & (idle > half[items.stage]), dtype=np.bool_),
    )


def _waits(flow: Flow, waits: Floats, ahead: Bools, quantile: float) -> Floats:
    """(stages,) the wait that this share of the items that moved on did not exceed, never less than a day."""
    found = flow.stages.norm_days.astype(np.float64) * (1.0 if quantile == STALE_QUANTILE else 0.5)
    for stage in range(len(found)):
        here = waits[ahead & (flow.spells.stage == stage)]
        if len(here) >= ENOUGH:
            found[stage] = np.quantile(here, quantile)
    return np.maximum(found, 1.0)
