"""Books drawn at random for properties that hold for every book."""

import numpy as np

from setpoint.simulation.books import Book
from setpoint.simulation.parameters import WorldParameters


def random_book(parameters: WorldParameters, size: int, seed: int) -> Book:
    """Return a book with every kind of deal: unowned, never touched, handed over, with and without advice."""
    luck = np.random.default_rng(seed)
    idle = luck.integers(0, 12, size)
    touched = luck.random(size) < 0.8
    return Book.of(
        ref=luck.permutation(10 * size + 1)[:size],
        owner=luck.integers(-1, parameters.owners, size),
        stage=luck.integers(0, len(parameters.stages), size),
        idle_days=idle,
        age_days=idle + luck.integers(0, 30, size),
        amount=luck.integers(1, 10**7, size),
        touched=touched,
        priority=np.where(luck.random(size) < 0.5, luck.random(size), np.nan),
        handed_over_on=np.where(luck.random(size) < 0.2, 738_000, -1),
        channel=luck.integers(-1, len(parameters.channels), size),
        product=luck.integers(-1, len(parameters.products), size),
    )
