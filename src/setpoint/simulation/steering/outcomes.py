"""What became of units in the window of a correction, read from the log as the levers of sales read it."""

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.domains.sales.events import Events

ADVANCES = (Events.MOVED, Events.WON)


def items(events: Events, units: Ints, after: int, until: int) -> tuple[Floats, Floats]:
    """1 for an item that moved on or was won on the days (after, until], else 0; each counts once."""
    rows = (events.day > after) & (events.day <= until) & np.isin(events.kind, ADVANCES)
    return np.isin(units, events.item[rows]).astype(np.float64), np.ones(len(units))


def owners(events: Events, places: Ints, after: int, until: int) -> tuple[Floats, Floats]:
    """Moves and wins per touch of owners by index, resting on their touches; nan without any."""
    rows = (events.day > after) & (events.day <= until)
    count = int(events.owner.max(initial=0)) + 1 if len(events.owner) else 1
    count = max(count, int(places.max(initial=0)) + 1)
    moved = np.bincount(events.owner[rows & np.isin(events.kind, ADVANCES)], minlength=count)[places]
    touched = np.bincount(events.owner[rows & (events.kind == Events.TOUCHED)], minlength=count)[places]
    rate = np.divide(moved, touched, out=np.full(len(places), np.nan), where=touched > 0)
    return rate, touched.astype(np.float64)
