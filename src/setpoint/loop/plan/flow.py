"""A flow: how a domain shows its work to the loop, as arrays. Deals are one, tickets another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints

UNKNOWN = -1


@dataclass(frozen=True)
class Stages:
    """The stages that items pass, in order; all (stages,)."""

    id: Ints
    name: list[str]
    effort: Floats
    """Touches per exit."""
    norm_days: Ints
    pipeline: Ints | None = None
    """Stages of one pipeline share a number; None where all are of one."""

    def closing(self) -> Bools:
        """(stages,) those after which nothing but the win can come."""
        count = len(self.id)
        pipeline = np.zeros(count, dtype=np.int64) if self.pipeline is None else self.pipeline
        return np.append(pipeline[1:] != pipeline[:-1], True)[:count]


@dataclass(frozen=True)
class OpenItems:
    """Open items as known at the end of the flow's day, in order of `ref`; all (n,)."""

    ref: Ints
    """Primary key of the record."""
    stage: Ints
    """Index into the stages."""
    since: Ints
    """Ordinal of the last touch or stage entry, UNKNOWN where neither is known."""
    entered: Ints
    """Ordinal of the stage entry, or UNKNOWN."""
    opened: Ints
    """Ordinal of the creation, or UNKNOWN (created unknown)."""
    value: Floats
    """Listed value in minor units; nan where unknown."""
    owner: Ints
    """Index into the owners."""
    product: Ints
    """Index into the products, or UNKNOWN."""
    channel: Ints
    """Index into the channels, or UNKNOWN."""
    due: Ints | None = None
    """Ordinal of the day on which the end is expected, or UNKNOWN; None where the domain has no such day."""
    waiting: Bools | None = None
    """Whether somebody has said why it waits, until a day to come; None where nothing waits."""

    def __len__(self) -> int:
        """Number of open items."""
        return len(self.ref)


@dataclass(frozen=True)
class Spells:
    """Stays of items between two events (entry, touch, move, end), in order of (item, start); all (n,).

    A touch ends a spell and begins the next one in the same stage, so the start of a spell is when the
    idle clock was set to 0. `next` is the stage moved to, or WON, LOST, CENSORED of `analysis.spells`.
    """

    item: Ints
    stage: Ints
    start: Ints
    end: Ints
    next: Ints
    owner: Ints
    product: Ints
    channel: Ints
    value: Floats
    """Listed value in minor units during the spell; nan where unknown."""
    realised: Floats
    """Value at the win of spells that end WON, else nan."""
    arrival: Bools
    """True for the first spell of an item."""

    def __len__(self) -> int:
        """Number of spells."""
        return len(self.item)


@dataclass(frozen=True)
class Capacity:
    """What each owner can do."""

    touches_per_day: Floats
    """(owners,) high percentile of the owner's own touches on days he worked."""
    first: int
    """Ordinal of the first day of `absent`."""
    absent: Bools
    """(owners, days) whole days on which an owner is away."""

    def away(self, day: int) -> Bools:
        """(owners,) who is away on a day; nobody outside the days known."""
        place = day - self.first
        if 0 <= place < self.absent.shape[1]:
            return self.absent[:, place]
        return np.zeros(len(self.touches_per_day), dtype=np.bool_)


@dataclass(frozen=True)
class Flow:
    """A domain's work as known at the end of the day `day` (ordinal, company's zone); nothing later shows."""

    key: str
    ref_kind: str
    """Kind of record that `items.ref` points to ("sales.deal")."""
    day: int
    stages: Stages
    owners: Ints
    """(owners,) user ids, rising; other arrays hold indexes into it."""
    team: Ints
    """(owners,) index into the teams, or UNKNOWN."""
    teams: Ints
    """(teams,) team ids, a parent before its children."""
    team_parent: Ints
    """(teams,) index of the parent team, or UNKNOWN."""
    active: Bools
    """(owners,) whether the person still works here."""
    products: Ints
    channels: list[str]
    items: OpenItems
    spells: Spells
    capacity: Capacity


Loader = Callable[[datetime], Flow]

FLOWS: dict[str, Loader] = {}


def register_flow(key: str, loader: Loader) -> None:
    """Make a domain's flow known; `loader(as_of)` reads it from the database in sets."""
    FLOWS[key] = loader
