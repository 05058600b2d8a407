"""What happened, written down day by day."""

from datetime import date
from typing import Any

import numpy as np

from setpoint.simulation.books import Arrivals, Book, DayOutcome, ResultKind
from setpoint.simulation.draws import Ints
from setpoint.simulation.event_log import Away, Closed, Created, EventLog, HandedOver, Moved, Touched

_MORNING = 8 * 60
_TABLES: dict[str, Any] = {
    "_created": Created,
    "_handed": HandedOver,
    "_touched": Touched,
    "_moved": Moved,
    "_closed": Closed,
}


class Diary:
    """Collects the days and joins them at the end."""

    def __init__(self) -> None:
        """Begin with empty pages."""
        self._created: list[Created] = []
        self._handed: list[HandedOver] = []
        self._touched: list[Touched] = []
        self._moved: list[Moved] = []
        self._closed: list[Closed] = []

    def copy(self) -> "Diary":
        """Return a diary with the same past, to be written on apart."""
        other = Diary()
        for name in _TABLES:
            setattr(other, name, list(getattr(self, name)))
        return other

    def came_in(self, day: date, arrivals: Arrivals, owner: Ints) -> None:
        """Write down the enquiries of a day."""
        self._created.append(
            Created(
                ref=arrivals.ref,
                day=np.full(len(arrivals), day.toordinal()),
                minute=arrivals.minute,
                owner=owner,
                team=arrivals.team,
                channel=arrivals.channel,
                product=arrivals.product,
                amount=arrivals.amount,
                customer=arrivals.customer,
            )
        )

    def handed(self, day: date, deals: Book, owner: Ints) -> None:
        """Write down deals as they were, and who has them from now on."""
        self._handed.append(
            HandedOver(
                ref=deals.ref,
                day=np.full(len(deals), day.toordinal()),
                minute=np.maximum(deals.since_minute, _MORNING),
                from_owner=deals.owner,
                to_owner=owner,
            )
        )

    def worked(self, day: date, outcome: DayOutcome) -> None:
        """Write down touches and what became of the deals."""
        touches, results = outcome.touches, outcome.results
        self._touched.append(
            Touched(
                ref=touches.ref,
                day=np.full(len(touches), day.toordinal()),
                minute=touches.minute,
                owner=touches.owner,
                kind=touches.kind,
                connected=touches.connected,
            )
        )
        on = results.rows(results.kind == ResultKind.ADVANCED)
        days = np.full(len(on), day.toordinal())
        self._moved.append(Moved(ref=on.ref, day=days, minute=on.minute, owner=on.owner, stage=on.stage + 1))
        over = results.rows(results.kind != ResultKind.ADVANCED)
        self._closed.append(
            Closed(
                ref=over.ref,
                day=np.full(len(over), day.toordinal()),
                minute=over.minute,
                owner=over.owner,
                won=over.kind == ResultKind.WON,
                stage=over.stage,
                reason=over.reason,
                amount=over.amount,
                touched=over.touched,
            )
        )

    def pages(self) -> tuple[Created, HandedOver, Touched, Moved, Closed]:
        """Return what was written, joined; the pages are joined once and grow from then on."""
        for name, table in _TABLES.items():
            parts = getattr(self, name)
            if len(parts) != 1:
                setattr(self, name, [table.joined(parts)])
        created, handed, touched, moved, closed = (getattr(self, name)[0] for name in _TABLES)
        return created, handed, touched, moved, closed

    def closed(self, book: Book, away: Away) -> EventLog:
        """Return all that was written."""
        created, handed, touched, moved, closed = self.pages()
        return EventLog(
            created=created, handed_over=handed, touched=touched, moved=moved, closed=closed, away=away, book=book
        )
