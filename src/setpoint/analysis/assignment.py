"""Who gets a correction and who is held out: blocked, by seed, the same on every machine."""

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.hashing import uniforms

AMOUNT_BLOCKS = 4


def hold_out(key: Ints, stage: Ints, amount: Floats, *, share: float, seed: int) -> Bools:
    """Held-out items (n,): True with probability `share` each, balanced by stage x amount quartile.

    `key` (n,): identity of the items; `amount` (n,): nan counts as smallest. A systematic sample with
    random start along the blocks: every block is within one item of its share, the whole as well.
    The order of items does not matter.
    """
    size = np.nan_to_num(amount, nan=-1.0)
    if len(size) == 0:
        return np.zeros(0, dtype=bool)
    borders = np.quantile(size, np.arange(1, AMOUNT_BLOCKS) / AMOUNT_BLOCKS)
    block = np.searchsorted(borders, size, side="right")
    order = np.lexsort((uniforms(key, seed), block, stage))
    start = np.random.default_rng([seed, 3]).random()
    steps = np.floor(share * np.arange(len(key) + 1) + start)
    held = np.zeros(len(key), dtype=bool)
    held[order] = np.diff(steps) > 0
    return held


def owner_week_hold_out(owner: Ints, week: Ints, *, share: float, seed: int) -> Bools:
    """Held-out owner-weeks (n,): of every 1/share consecutive weeks one at random per owner.

    `owner` (n,) identities, `week` (n,) running numbers. Each owner is his own control; a row does not
    depend on the others, so next week's assignment is the same whoever has joined or left.
    """
    length = max(2, round(1 / share))
    turn = uniforms(owner * 100_003 + week // length, seed)
    return np.asarray((turn * length).astype(np.int64) == week % length)
