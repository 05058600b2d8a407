"""Lets a simulated company live by itself from one day to another and writes down what happened."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from setpoint.simulation.books import Book
from setpoint.simulation.event_log import Away, EventLog
from setpoint.simulation.life import Life
from setpoint.simulation.policies import Open, Policy
from setpoint.simulation.world import World


def history(
    world: World, first_day: date, last_day: date, policy: Policy | None = None, book: Book | None = None
) -> EventLog:
    """Return what happens from `first_day` to `last_day`, both included, beginning with `book` or with nothing.

    Without a policy the company steers nothing. The book is that of the evening before `first_day`.
    """
    life, policy = Life(world, book), policy or Open()
    for day in days(first_day, last_day):
        life.live(day, policy)
    return life.diary.closed(life.book, absences(world, first_day, last_day))


def days(first: date, last: date) -> Iterator[date]:
    """Return the days from one to another, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def absences(world: World, first: date, last: date) -> Away:
    """Return the absences as spells of consecutive days."""
    away = np.array([world.absent(day) for day in days(first, last)]).T.astype(np.int8)
    edges = np.diff(np.pad(away, ((0, 0), (1, 1))), axis=1)
    owners, begins = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    start = first.toordinal()
    spells = Away(ref=owners, first=begins + start, last=ends + start - 1)
    return spells.rows(np.lexsort((spells.ref, spells.first)))
