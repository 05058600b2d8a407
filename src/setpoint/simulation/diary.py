"""What happened, written down day by day."""

from datetime import date

import numpy as np

from setpoint.simulation.books import Arrivals, Book, DayOutcome, ResultKind
from setpoint.simulation.draws import Ints
from setpoint.simulation.event_log import Away, Closed, Created, EventLog, HandedOver, Moved, Touched

_MORNING = 8 * 60


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
        for name in ("_created", "_handed", "_touched", "_moved", "_closed"):
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

    def closed(self, book: Book, away: Away) -> EventLog:
        """Return all that was written."""
        return EventLog(
            created=Created.joined(self._created),
            handed_over=HandedOver.joined(self._handed),
            touched=Touched.joined(self._touched),
            moved=Moved.joined(self._moved),
            closed=Closed.joined(self._closed),
            away=away,
            book=book,
        )
