"""Recency, frequency, money: customers scored in five equal groups each, and classes of the greatest share.

Hughes, “Strategic Database Marketing” (1994): score 5 is the fifth that bought last, most often, for most. The classes
are Pareto's: A are those who together bring `share_a` of the value, B those up to `share_b`, C the rest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SCORES = 5


@dataclass(frozen=True)
class Rfm:
    """Scores from 1 to 5, one of each per customer."""

    recency: Ints
    frequency: Ints
    monetary: Ints


def scores(last: Floats, purchases: Floats, value: Floats) -> Rfm:
    """Score customers by when they last bought (any unit, later is greater), how often, and for how much.

    Equal values get equal scores: that of the lowest place they take. ValueError where lengths differ.
    """
    if not last.size == purchases.size == value.size:
        raise ValueError("one last purchase, one count and one value for every customer")
    return Rfm(_fifths(last), _fifths(purchases), _fifths(value))


def classes(value: Floats, share_a: float = 0.8, share_b: float = 0.95) -> NDArray[np.str_]:
    """Return A, B or C for each value (at least 0), by the share of the whole that those above it bring.

    Who crosses the border still belongs to the better class, and so does who brings as much as he. Nobody who brings
    nothing is better than C. ValueError unless 0 < share_a < share_b < 1.
    """
    if not 0 < share_a < share_b < 1:
        raise ValueError("shares grow from A to B, between 0 and 1")
    found = np.full(value.size, "C", dtype="<U1")
    whole = value.sum()
    if whole <= 0:
        return found
    order = np.argsort(-value, kind="stable")
    ranked = value[order]
    above = (np.cumsum(ranked) - ranked) / whole
    # equals stand where the first of them stands
    first = np.searchsorted(-ranked, -ranked, side="left")
    above = above[first]
    found[order] = np.where(above < share_a, "A", np.where(above < share_b, "B", "C"))
    found[value <= 0] = "C"
    return found


def _fifths(values: Floats) -> Ints:
    """Return 1 to 5 by fifths of the ranks."""
    if values.size == 0:
        return np.zeros(0, dtype=np.int64)
    ranks = np.searchsorted(np.sort(values), values, side="left")
    return 1 + (ranks * SCORES) // values.size
