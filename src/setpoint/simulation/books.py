"""The arrays that go into a day of the world and come out of it: struct of arrays, one row per deal or event."""

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from setpoint.simulation.draws import Bools, Floats, Ints

NOBODY = -1
UNKNOWN = -1
NEVER = -1


class TouchKind(IntEnum):
    """What a seller did."""

    CALL = 0
    EMAIL = 1
    MEETING = 2


class ResultKind(IntEnum):
    """What became of a deal that changed."""

    ADVANCED = 0
    WON = 1
    LOST = 2


_COLUMNS: dict[type, tuple[str, ...]] = {}


def _columns(table: type["Table"]) -> tuple[str, ...]:
    if table not in _COLUMNS:
        _COLUMNS[table] = tuple(column.name for column in fields(table))
    return _COLUMNS[table]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Arrays of one length."""

    ref: Ints

    def __post_init__(self) -> None:
        """Refuse arrays of unequal length: `ValueError`."""
        length = self.ref.shape
        if any(getattr(self, name).shape != length for name in _columns(type(self))):
            raise ValueError(f"the arrays of {type(self).__name__} differ in length")

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.ref)

    def rows(self, chosen: Ints | Bools) -> Self:
        """Return the chosen rows, by index or mask."""
        return type(self)(**{name: getattr(self, name)[chosen] for name in _columns(type(self))})

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Return the rows of all parts in their order; of no parts, a table of whole numbers without rows."""
        none = [np.array([], dtype=np.int64)]
        return cls(**{name: np.concatenate([getattr(part, name) for part in parts] or none) for name in _columns(cls)})


@dataclass(frozen=True, kw_only=True)
class Book(Table):
    """Open deals at work on a day, today's arrivals included."""

    owner: Ints  # seller, NOBODY where none
    stage: Ints  # index of the stage
    idle_days: Ints  # working days since the last touch, or since creation where there was none
    age_days: Ints  # working days since creation
    amount: Ints  # listed, minor units
    touched: Bools  # whether anybody ever touched it
    priority: Floats  # the recommended order, highest first; NaN where nothing is recommended to the owner
    handed_over_on: Ints  # ordinal of the day of the last change of owner, NEVER where none
    channel: Ints  # UNKNOWN where not known
    product: Ints  # UNKNOWN where not known
    since_minute: Ints  # of today, when it came in today; else 0

    @classmethod
    def of(
        cls,
        *,
        ref: ArrayLike,
        owner: ArrayLike,
        stage: ArrayLike,
        idle_days: ArrayLike,
        amount: ArrayLike,
        age_days: ArrayLike | None = None,
        touched: ArrayLike = True,
        priority: ArrayLike = np.nan,
        handed_over_on: ArrayLike = NEVER,
        channel: ArrayLike = UNKNOWN,
        product: ArrayLike = UNKNOWN,
        since_minute: ArrayLike = 0,
    ) -> Self:
        """Make a book of what is known; columns left out, and single values, hold for every row."""
        refs = np.atleast_1d(np.asarray(ref, dtype=np.int64))

        def whole(values: ArrayLike) -> Ints:
            return np.broadcast_to(np.asarray(values, dtype=np.int64), refs.shape)

        return cls(
            ref=refs,
            owner=whole(owner),
            stage=whole(stage),
            idle_days=whole(idle_days),
            age_days=whole(idle_days if age_days is None else age_days),
            amount=whole(amount),
            touched=np.broadcast_to(np.asarray(touched, dtype=np.bool_), refs.shape),
            priority=np.broadcast_to(np.asarray(priority, dtype=np.float64), refs.shape),
            handed_over_on=whole(handed_over_on),
            channel=whole(channel),
            product=whole(product),
            since_minute=whole(since_minute),
        )


@dataclass(frozen=True, kw_only=True)
class Arrivals(Table):
    """Enquiries of a day, in order of the minute; `ref` is unique for ever and the same in every run."""

    minute: Ints  # of the day
    channel: Ints
    product: Ints
    amount: Ints  # listed, minor units, positive
    customer: Ints  # number of the customer, from which people.customer() makes a name; some come back
    team: Ints  # whose territory the customer lives in


@dataclass(frozen=True, kw_only=True)
class Touches(Table):
    """What sellers did on a day, in order of the minute; a deal is touched once a day at most."""

    owner: Ints
    kind: Ints  # TouchKind
    minute: Ints
    connected: Bools  # whether the customer was reached or answered


@dataclass(frozen=True, kw_only=True)
class Results(Table):
    """Deals that changed on a day, in order of the minute; deals without a row stayed as they were."""

    owner: Ints  # NOBODY where the deal had none
    kind: Ints  # ResultKind
    stage: Ints  # the stage it was in
    minute: Ints
    reason: Ints  # of a loss, else UNKNOWN
    amount: Ints  # minor units: final when won, else as listed
    touched: Bools  # false: lost by neglect


@dataclass(frozen=True, kw_only=True)
class DayOutcome:
    """All that happened to a book on a day."""

    touches: Touches
    results: Results

    @classmethod
    def without_touches(cls, results: Results) -> Self:
        """Return results that nobody worked for."""
        none = np.zeros(0, dtype=np.int64)
        nobody = Touches(ref=none, owner=none, kind=none, minute=none, connected=np.zeros(0, dtype=np.bool_))
        return cls(touches=nobody, results=results)
