"""Spells: what items did, one row per stay between two events, and what was known of them when."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Ints

LOST, WON, CENSORED = -1, -2, -3


@dataclass(frozen=True)
class Spells:
    """Stays of items in stages.

    The idle clock starts at the start of a spell. A touch ends a spell and begins the next one in the
    same stage; items that are never touched have one spell per stage, and the clock is the age in it.
    """

    stage: Ints
    """(n,) index of the stage."""
    start: Ints
    """(n,) ordinal of the day of entry."""
    end: Ints
    """(n,) ordinal of the day of exit; for CENSORED the last day known."""
    next: Ints
    """(n,) stage moved to (the same one: touched), WON, LOST or CENSORED."""

    def __len__(self) -> int:
        """Number of spells."""
        return len(self.stage)

    def known_at(self, now: int) -> "Spells":
        """The spells begun by the end of the day `now`, those that ended later as CENSORED on it."""
        begun = self.start <= now
        later = self.end > now
        return Spells(
            stage=self.stage[begun],
            start=self.start[begun],
            end=np.where(later, now, self.end)[begun],
            next=np.where(later, CENSORED, self.next)[begun],
        )
