"""What happened in a simulated company, as arrays in order of time."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from setpoint.simulation.books import Book, Table
from setpoint.simulation.draws import Bools, Ints

DAY = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Happened(Table):
    """Rows with a time: ordinal of the day and minute of it, on the company's clock."""

    day: Ints
    minute: Ints

    @property
    def moment(self) -> Ints:
        """Minutes since the beginning of the first proleptic day."""
        return self.day * DAY + self.minute


@dataclass(frozen=True, kw_only=True)
class Created(Happened):
    """Deals that came in."""

    owner: Ints
    team: Ints
    channel: Ints
    product: Ints
    amount: Ints  # listed, minor units
    customer: Ints


@dataclass(frozen=True, kw_only=True)
class Touched(Happened):
    """Calls, e-mails, meetings: kind is a books.TouchKind."""

    owner: Ints
    kind: Ints
    connected: Bools


@dataclass(frozen=True, kw_only=True)
class Moved(Happened):
    """Deals that entered a stage."""

    owner: Ints
    stage: Ints  # the stage entered


@dataclass(frozen=True, kw_only=True)
class Closed(Happened):
    """Deals won or lost."""

    owner: Ints
    won: Bools
    stage: Ints  # the stage it was in
    reason: Ints  # of the loss, UNKNOWN when won
    amount: Ints  # minor units, final when won
    touched: Bools  # false: lost by neglect


@dataclass(frozen=True, kw_only=True)
class HandedOver(Happened):
    """Deals that changed hands."""

    from_owner: Ints
    to_owner: Ints


@dataclass(frozen=True, kw_only=True)
class Away(Table):
    """Absences: `ref` is the seller; both days are included, free days between them too."""

    first: Ints
    last: Ints


class Kind(IntEnum):
    """The tables of a log, in the order in which things of one minute happen."""

    CREATED = 0
    HANDED_OVER = 1
    TOUCHED = 2
    MOVED = 3
    CLOSED = 4


@dataclass(frozen=True, kw_only=True)
class EventLog:
    """Everything that happened from one day to another, and the deals still open at the end."""

    created: Created
    handed_over: HandedOver
    touched: Touched
    moved: Moved
    closed: Closed
    away: Away
    book: Book

    def in_order(self) -> tuple[Ints, Ints]:
        """Return (Kind, row of its table) of everything but absences, in order of time."""
        tables = (self.created, self.handed_over, self.touched, self.moved, self.closed)
        kinds = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
        rows = np.concatenate([np.arange(len(table)) for table in tables])
        order = np.lexsort((rows, kinds, np.concatenate([table.moment for table in tables])))
        return kinds[order], rows[order]
