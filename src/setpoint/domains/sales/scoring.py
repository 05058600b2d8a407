"""What a lead is worth before anybody has spoken with it: the points of its source, and what it says of itself."""

from collections.abc import Mapping

HIGHEST = 100


def score_of(said: object, source: int, points: Mapping[str, int]) -> int:
    """Return 0..100: the points of the source, and those of everything that is said; `points` by attribute."""
    return min(HIGHEST, source + sum(worth for name, worth in points.items() if getattr(said, name, None)))
