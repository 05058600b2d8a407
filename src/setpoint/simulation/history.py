"""Lets a simulated company live by itself from one day to another and writes down what happened."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from setpoint.simulation.books import Arrivals, Book, DayOutcome, ResultKind
from setpoint.simulation.draws import Ints
from setpoint.simulation.event_log import Away, Closed, Created, EventLog, HandedOver, Moved, Touched
from setpoint.simulation.policies import Open, Policy
from setpoint.simulation.working_days import worked_between
from setpoint.simulation.world import World

_MORNING = 8 * 60


def history(
    world: World, first_day: date, last_day: date, policy: Policy | None = None, book: Book | None = None
) -> EventLog:
    """Return what happens from `first_day` to `last_day`, both included, beginning with `book` or with nothing.

    Without a policy the company steers nothing. The book is that of the evening before `first_day`.
    """
    diary = _Diary()
    policy = policy or Open()
    book = book if book is not None else Book.of(ref=[], owner=[], stage=[], idle_days=[], amount=[])
    for day in _days(first_day, last_day):
        arrivals = world.arrivals(day)
        owner = policy.route(world, day, arrivals)
        diary.came_in(day, arrivals, owner)
        book = Book.joined([_aged(world, book, day), _new(arrivals, owner)])
        if world.works(day):
            book = _handed_over(diary, book, policy.reassign(world, day, book), day)
            book = replace(book, priority=policy.prioritise(world, day, book))
            outcome = world.work_day(day, book)
            diary.worked(day, outcome)
            book = _after(book, outcome)
    return diary.closed(book, _absences(world, first_day, last_day))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _aged(world: World, book: Book, day: date) -> Book:
    today = day.toordinal()
    passed = int(worked_between(world.parameters.country, np.array([today - 1]), today)[0])
    return replace(
        book,
        idle_days=book.idle_days + passed,
        age_days=book.age_days + passed,
        since_minute=np.zeros(len(book), dtype=np.int64),
    )


def _new(arrivals: Arrivals, owner: Ints) -> Book:
    return Book.of(
        ref=arrivals.ref,
        owner=owner,
        stage=0,
        idle_days=0,
        amount=arrivals.amount,
        touched=False,
        channel=arrivals.channel,
        product=arrivals.product,
        since_minute=arrivals.minute,
    )


def _handed_over(diary: "_Diary", book: Book, owner: Ints, day: date) -> Book:
    moved = owner != book.owner
    if not moved.any():
        return book
    diary.handed(day, book.rows(moved), owner[moved])
    return replace(book, owner=owner, handed_over_on=np.where(moved, day.toordinal(), book.handed_over_on))


def _after(book: Book, outcome: DayOutcome) -> Book:
    results = outcome.results
    advanced = np.isin(book.ref, results.ref[results.kind == ResultKind.ADVANCED])
    touched = np.isin(book.ref, outcome.touches.ref)
    book = replace(
        book,
        stage=book.stage + advanced,
        idle_days=np.where(touched, 0, book.idle_days),
        touched=book.touched | touched,
    )
    return book.rows(~np.isin(book.ref, results.ref[results.kind != ResultKind.ADVANCED]))


def _absences(world: World, first: date, last: date) -> Away:
    """Return the absences as spells of consecutive days."""
    away = np.array([world.absent(day) for day in _days(first, last)]).T.astype(np.int8)
    edges = np.diff(np.pad(away, ((0, 0), (1, 1))), axis=1)
    owners, begins = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    start = first.toordinal()
    spells = Away(ref=owners, first=begins + start, last=ends + start - 1)
    return spells.rows(np.lexsort((spells.ref, spells.first)))


class _Diary:
    """Collects the days and joins them at the end."""

    def __init__(self) -> None:
        self._created: list[Created] = []
        self._handed: list[HandedOver] = []
        self._touched: list[Touched] = []
        self._moved: list[Moved] = []
        self._closed: list[Closed] = []

    def came_in(self, day: date, arrivals: Arrivals, owner: Ints) -> None:
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
        return EventLog(
            created=Created.joined(self._created),
            handed_over=HandedOver.joined(self._handed),
            touched=Touched.joined(self._touched),
            moved=Moved.joined(self._moved),
            closed=Closed.joined(self._closed),
            away=away,
            book=book,
        )
