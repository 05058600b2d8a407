"""Which deals a seller touches on a day: from the recommended order as far as he follows it, else by habit."""

import numpy as np

from setpoint.simulation.books import Book
from setpoint.simulation.draws import Bools, Floats, Ints, Stream, normals, uniforms
from setpoint.simulation.parameters import WorldParameters

OPENS, CLOSES, LUNCH, LUNCH_ENDS = 9 * 60, 18 * 60, 13 * 60, 14 * 60
LAST_CALL = CLOSES - 45


def ranks(ref: Ints, owner: Ints, score: Floats) -> Ints:
    """Return the place of each row in its owner's order, from 0, the highest score first."""
    order = np.lexsort((ref, -score, owner))
    sorted_owner = owner[order]
    places = np.empty(len(ref), dtype=np.int64)
    places[order] = np.arange(len(ref)) - np.searchsorted(sorted_owner, sorted_owner)
    return places


def reachable(parameters: WorldParameters, book: Book, away: Bools) -> Bools:
    """Return [deal], true where the owner is there, the customer's gap is over and it came in before evening."""
    gaps = np.array([stage.gap for stage in parameters.stages])
    rested = ~book.touched | (book.idle_days >= gaps[book.stage])
    return (book.owner >= 0) & ~away[book.owner] & rested & (book.since_minute <= LAST_CALL)


def habit(parameters: WorldParameters, seed: int, book: Book, day: int) -> Floats:
    """Return [deal], the score by which a seller orders his day when nobody advises him."""
    own = parameters.habit
    score: Floats = (
        own.late_stage * book.stage
        + own.amount * np.log(np.maximum(book.amount, 1))
        + own.freshness * book.age_days
        + own.silence * book.idle_days
        + own.liking * normals(book.ref, seed=seed, stream=Stream.HABIT)
        + own.whim * normals(book.ref, seed=seed, stream=Stream.WHIM, day=day)
    )
    return score


def chosen(parameters: WorldParameters, seed: int, book: Book, capacity: Ints, day: int) -> Ints:
    """Return the rows touched of a book of reachable deals, at most `capacity` [owner] per owner.

    A seller takes the share `compliance` of his touches from the top of the recommended order and the rest by habit.
    """
    owners = np.arange(len(capacity))
    even = uniforms(owners, seed=seed, stream=Stream.COMPLIANCE, day=day)
    followed = np.minimum((capacity * parameters.compliance + even).astype(np.int64), capacity)
    advised = np.flatnonzero(~np.isnan(book.priority))
    place = ranks(book.ref[advised], book.owner[advised], book.priority[advised])
    first = advised[place < followed[book.owner[advised]]]
    rest = np.setdiff1d(np.arange(len(book)), first)
    left = capacity - np.bincount(book.owner[first], minlength=len(capacity))
    by_habit = habit(parameters, seed, book, day)[rest]
    place = ranks(book.ref[rest], book.owner[rest], by_habit)
    return np.concatenate([first, rest[place < left[book.owner[rest]]]])


def minutes(seed: int, touched: Book, day: int) -> Ints:
    """Return [deal], the minute of each touch: spread over the working hours without lunch, after the enquiry."""
    jitter = uniforms(touched.ref, seed=seed, stream=Stream.MINUTE, day=day)
    place = ranks(touched.ref, touched.owner, jitter)
    count = np.bincount(touched.owner, minlength=1)[touched.owner]
    length = LUNCH - OPENS + CLOSES - LUNCH_ENDS
    worked = (place + 0.1 + 0.8 * jitter) / np.maximum(count, 1) * length
    clock = OPENS + worked + np.where(worked >= LUNCH - OPENS, LUNCH_ENDS - LUNCH, 0)
    answered = np.where(touched.since_minute > 0, touched.since_minute + 5 + 30 * jitter, 0)
    return np.maximum(clock, answered).astype(np.int64)
