"""A flow: items that move through stages until won or lost, with values, nodes and traits."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.spells import CENSORED, WON, Spells


@dataclass(frozen=True)
class Flow:
    """Spells with what belongs to them; one row per spell, all arrays (n,) unless said otherwise."""

    spells: Spells
    item: Ints
    """Identity of the item, the same in all its spells and in every run."""
    node: Ints
    """Node of the tree that the item belonged to during the spell (its owner)."""
    value: Floats
    """Value of the item as it was listed during the spell, minor units; nan if unknown."""
    realised: Floats
    """Value at the win for spells that end WON, else nan."""
    arrival: Bools
    """True for the first spell of an item."""
    traits: Ints
    """(traits, n) group of the item by each trait (owner, product, ...), -1 if unknown."""

    def known_at(self, now: int) -> "Flow":
        """The flow as it was known at the end of the day `now`; nothing later can be seen in it."""
        kept = self.spells.start <= now
        spells = self.spells.known_at(now)
        realised = np.where(spells.next == WON, self.realised[kept], np.nan)
        return Flow(
            spells=spells,
            item=self.item[kept],
            node=self.node[kept],
            value=self.value[kept],
            realised=realised,
            arrival=self.arrival[kept],
            traits=self.traits[:, kept],
        )

    def open(self) -> Bools:
        """(n,) True for the spells that are still running."""
        return np.asarray(self.spells.next == CENSORED)

    def won(self, first: int, last: int) -> Bools:
        """(n,) True for spells won on the days first..last."""
        end = self.spells.end
        return np.asarray((self.spells.next == WON) & (end >= first) & (end <= last))
