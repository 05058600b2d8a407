"""Where the change of a forecast came from: new items, moves, slips, edits of worth, ends, and the model."""

from dataclasses import dataclass, fields

import numpy as np

from setpoint.analysis.arrays import Floats, Ints


@dataclass(frozen=True)
class OpenBefore:
    """Open items as they were, sorted by key; all (n,)."""

    key: Ints
    stage: Ints
    p: Floats
    """P(won in the period)."""
    worth: Floats
    """Value when won, minor units."""


@dataclass(frozen=True)
class Steps:
    """Expected money by reason; their sum is the change of done + open items + items to come."""

    new: float
    """Items that were not there."""
    moved: float
    """Chances of items that changed their stage."""
    slipped: float
    """Chances of items that stayed where they were: time has passed."""
    amounts: float
    """Worth was edited."""
    ended: float
    """Wins and losses: what came in instead of what was expected of them."""
    to_come: float
    """Items that do not exist yet."""

    @property
    def total(self) -> float:
        """The whole change."""
        return float(sum(getattr(self, each.name) for each in fields(self)))


def waterfall(
    before: OpenBefore,
    after: OpenBefore,
    *,
    done: tuple[float, float],
    to_come: tuple[float, float],
) -> Steps:
    """Split the change between two looks at one period. `done`, `to_come`: minor units before and after.

    Chance and worth of an item that is in both change with mid-point weights: no residual. Loop mathematics 3.7.
    """
    common, old, new = np.intersect1d(before.key, after.key, assume_unique=True, return_indices=True)
    gone = np.ones(len(before.key), dtype=np.bool_)
    gone[old] = False
    fresh = np.ones(len(after.key), dtype=np.bool_)
    fresh[new] = False
    d_chance = (after.p[new] - before.p[old]) * (after.worth[new] + before.worth[old]) / 2
    d_worth = (after.worth[new] - before.worth[old]) * (after.p[new] + before.p[old]) / 2
    same = before.stage[old] == after.stage[new]
    return Steps(
        new=float(after.p[fresh] @ after.worth[fresh]),
        moved=float(d_chance[~same].sum()),
        slipped=float(d_chance[same].sum()),
        amounts=float(d_worth.sum()) if len(common) else 0.0,
        ended=done[1] - done[0] - float(before.p[gone] @ before.worth[gone]),
        to_come=to_come[1] - to_come[0],
    )
