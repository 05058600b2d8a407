"""What happened to deals, as arrays, folded into spells and open items. No database here."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from setpoint.analysis import spells as outcomes
from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.loop.plan.flow import UNKNOWN, OpenItems, Spells


@dataclass(frozen=True)
class Events:
    """Facts of deals in order of (item, time), all (n,). Stage, owner, product are those after the event."""

    OPENED: ClassVar = 0
    TOUCHED: ClassVar = 1
    MOVED: ClassVar = 2
    REOPENED: ClassVar = 3
    WON: ClassVar = 4
    LOST: ClassVar = 5
    REASSIGNED: ClassVar = 6
    CHANGED: ClassVar = 7
    TRANSFERRED: ClassVar = 8

    ENDING: ClassVar = (OPENED, MOVED, REOPENED, WON, LOST, TRANSFERRED)

    item: Ints
    kind: Ints
    day: Ints
    stage: Ints
    owner: Ints
    product: Ints
    channel: Ints
    amount: Floats
    """Minor units; nan where unknown."""
    says_amount: Bools
    """Whether the event tells an amount at all, be it that it is unknown."""
    dated: Bools
    """False for the opening of an item created at an unknown time, and where it was seen in a stage, come when ever."""
    known: Bools
    """False for an opening after which nobody knows how the item came to where it was seen later."""
    connected: Bools
    """False for touches that did not reach the customer: they do not set the idle clock."""

    def cuts(self) -> Bools:
        """(n,) events that end the spell before them and begin a new one or close the item."""
        touched = (self.kind == self.TOUCHED) & self.connected
        return np.asarray(touched | np.isin(self.kind, self.ENDING))

    def listed(self) -> Floats:
        """(n,) the amount last told before or at each event, without what was said at the closing."""
        tells = self.says_amount & ~np.isin(self.kind, (self.WON, self.LOST, self.REOPENED))
        last = np.maximum.accumulate(np.where(tells, np.arange(len(tells)), -1))
        known = (last >= 0) & (self.item[last] == self.item)
        return np.where(known, self.amount[last], np.nan)


@dataclass(frozen=True)
class _Stays:
    """Runs of events from one cut to the next; all (stays,) row numbers of events."""

    begin: Ints
    """The cut itself."""
    end: Ints
    """The last event before the next cut of the same item."""
    next: Ints
    """The next cut of the same item, UNKNOWN where there is none."""


def _stays(events: Events) -> _Stays:
    rows = np.flatnonzero(events.cuts())
    following = np.append(rows[1:], len(events.item))
    same = np.append(events.item[rows[1:]] == events.item[rows[:-1]], False)[: len(rows)]
    last_of_item = np.searchsorted(events.item, events.item[rows], side="right") - 1
    return _Stays(
        begin=rows,
        end=np.where(same, following - 1, last_of_item),
        next=np.where(same, following, UNKNOWN),
    )


def spells_of(events: Events, day: int) -> Spells:
    """Return the spells known at the end of `day`; an opening at an unknown time begins none.

    One after which the history is unknown is an arrival, censored at once: it tells neither of a stay nor of an end.
    """
    stays = _stays(events)
    kind = events.kind[stays.begin]
    runs = ~np.isin(kind, (Events.WON, Events.LOST)) & events.dated[stays.begin]
    begin, end, next_ = stays.begin[runs], stays.end[runs], stays.next[runs]
    cut = np.where(next_ == UNKNOWN, begin, next_)
    ended_as = np.where(next_ == UNKNOWN, UNKNOWN, events.kind[cut])
    # who goes over into another pipeline has left this one unfinished
    unfinished = np.isin(ended_as, (UNKNOWN, Events.TRANSFERRED))
    next_stage = np.where(unfinished, outcomes.CENSORED, events.stage[cut])
    next_stage = np.where(ended_as == Events.WON, outcomes.WON, next_stage)
    next_stage = np.where(ended_as == Events.LOST, outcomes.LOST, next_stage)
    known = events.known[begin]
    return Spells(
        item=events.item[begin],
        stage=events.stage[begin],
        start=events.day[begin],
        end=np.where(known, np.where(next_ == UNKNOWN, day, events.day[cut]), events.day[begin]),
        next=np.where(known, next_stage, outcomes.CENSORED).astype(np.int64),
        owner=events.owner[end],
        product=events.product[end],
        channel=events.channel[end],
        value=events.listed()[end],
        realised=np.where(known & (ended_as == Events.WON), events.amount[cut], np.nan),
        arrival=events.kind[begin] == Events.OPENED,
    )


def open_items(events: Events) -> OpenItems:
    """Return the items whose last cut did not close them."""
    stays = _stays(events)
    still = (stays.next == UNKNOWN) & ~np.isin(events.kind[stays.begin], (Events.WON, Events.LOST))
    begin, end = stays.begin[still], stays.end[still]
    item = events.item[begin]
    moved = (Events.OPENED, Events.MOVED, Events.TRANSFERRED)
    entries = np.isin(events.kind, moved) & events.dated & events.known
    opened = (events.kind == Events.OPENED) & events.dated
    return OpenItems(
        ref=item,
        stage=events.stage[begin],
        since=np.where(events.dated[begin] & events.known[begin], events.day[begin], UNKNOWN),
        entered=_last_day(events, entries, item),
        opened=_last_day(events, opened, item),
        value=events.listed()[end],
        owner=events.owner[end],
        product=events.product[end],
        channel=events.channel[end],
    )


def _last_day(events: Events, chosen: Bools, items: Ints) -> Ints:
    """Day of the last chosen event of each item, UNKNOWN where it has none."""
    of, days = events.item[chosen], events.day[chosen]
    place = np.searchsorted(of, items, side="right") - 1
    if len(of) == 0:
        return np.full(len(items), UNKNOWN)
    found = (place >= 0) & (of[place] == items)
    return np.where(found, days[place], UNKNOWN)
