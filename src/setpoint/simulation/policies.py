"""Who steers the simulated company: what may be decided on a day, and the company that decides nothing."""

from datetime import date
from typing import Protocol

import numpy as np

from setpoint.simulation.books import Arrivals, Book
from setpoint.simulation.controls import FREE, Controls
from setpoint.simulation.draws import Floats, Ints
from setpoint.simulation.world import World


class Policy(Protocol):
    """The decisions of a day, in this order."""

    def steer(self, world: World, day: date, book: Book) -> Controls:
        """Return effort, price and spend of the day; `book` is that of the evening before."""

    def route(self, world: World, day: date, arrivals: Arrivals) -> Ints:
        """Return [arrival], the seller of each."""

    def reassign(self, world: World, day: date, book: Book) -> Ints:
        """Return [deal], the seller who has it from today on."""

    def prioritise(self, world: World, day: date, book: Book) -> Floats:
        """Return [deal], the recommended order, highest first; NaN where nothing is recommended."""


class Open:
    """A company that records and informs: equal shares for all, the absent too, and everyone works by habit."""

    def steer(self, world: World, day: date, book: Book) -> Controls:  # noqa: ARG002
        """Turn nothing."""
        return FREE

    def route(self, world: World, day: date, arrivals: Arrivals) -> Ints:
        """Deal out by the world's own shares."""
        return world.route(arrivals, world.routing(day))

    def reassign(self, world: World, day: date, book: Book) -> Ints:  # noqa: ARG002
        """Leave every deal where it is."""
        return book.owner

    def prioritise(self, world: World, day: date, book: Book) -> Floats:  # noqa: ARG002
        """Recommend nothing."""
        return np.full(len(book), np.nan)
