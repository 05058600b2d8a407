"""A company that lives day by day: arrivals, hand-overs, work, in this order; what happened goes into a diary."""

from dataclasses import replace
from datetime import date

import numpy as np

from setpoint.simulation.books import Arrivals, Book, DayOutcome, ResultKind, Results
from setpoint.simulation.controls import FREE, Controls
from setpoint.simulation.diary import Diary
from setpoint.simulation.draws import Bools, Floats, Ints, Stream, categories, uniforms
from setpoint.simulation.event_log import DAY
from setpoint.simulation.policies import Policy
from setpoint.simulation.staff import leaving
from setpoint.simulation.working_days import worked_between
from setpoint.simulation.world import World

_NOTHING = Book.of(ref=[], owner=[], stage=[], idle_days=[], amount=[])


class Life:
    """The book of an evening and what has led to it. `copy` lets several policies go on from the same evening."""

    def __init__(self, world: World, book: Book | None = None, diary: Diary | None = None) -> None:
        """Begin with a book, or with nothing."""
        self.world = world
        self.book = book if book is not None else _NOTHING
        self.diary = diary or Diary()
        self.asked: Controls = FREE
        """What the policy has turned today, and what is paid for."""
        self.quota: Floats | None = None
        """[owner] amount after which a seller may hold back what he could still win in the quarter."""
        self._won = np.zeros(world.parameters.owners)
        self._spend = np.ones(len(world.parameters.channels))

    def copy(self) -> "Life":
        """Return the same company with the same past, to be lived on apart."""
        other = Life(self.world, self.book, self.diary.copy())
        other.quota, other._won, other._spend = self.quota, self._won.copy(), self._spend.copy()
        return other

    def begin_quarter(self) -> None:
        """Count what sellers have won from nothing."""
        self._won[:] = 0

    def live(self, day: date, policy: Policy) -> None:
        """Live one day under a policy. Days are lived in order."""
        world = self.world
        self.asked = policy.steer(world, day, self.book)
        controls = self._felt(self.asked)
        arrivals = world.arrivals(day, controls)
        owner = policy.route(world, day, arrivals)
        self.diary.came_in(day, arrivals, owner)
        book = Book.joined([_aged(world, self.book, day), _new(arrivals, owner)])
        if world.works(day):
            book = self._without_leavers(book, day)
            book = self._handed_over(book, policy.reassign(world, day, book), day)
            book = replace(book, priority=policy.prioritise(world, day, book))
            outcome = world.work_day(day, book, replace(controls, holding_back=self._content(day)))
            self.diary.worked(day, outcome)
            won = outcome.results.rows(outcome.results.kind == ResultKind.WON)
            np.add.at(self._won, won.owner, won.amount)
            book = _after(book, outcome)
        self.book = book

    def _felt(self, controls: Controls) -> Controls:
        """Return the controls with the spend that works today: yesterday's lingers."""
        wanted = np.array(controls.spend) if controls.spend else np.ones_like(self._spend)
        keep = self.world.parameters.adstock
        self._spend = keep * self._spend + (1 - keep) * wanted
        usual = bool(np.abs(self._spend - 1).max() < 1e-3)  # noqa: PLR2004 - nobody feels a thousandth
        return replace(controls, spend=() if usual else tuple(self._spend.tolist()))

    def _content(self, day: date) -> Bools | None:
        gaming = self.world.parameters.gaming
        if self.quota is None or not gaming.sandbagging:
            return None
        owners = np.arange(len(self._won))
        quarter = day.year * 4 + (day.month - 1) // 3
        tempted = uniforms(owners, seed=self.world.seed, stream=Stream.SANDBAG, day=quarter) < gaming.sandbagging
        return np.asarray(tempted & (self._won >= self.quota))

    def _without_leavers(self, book: Book, day: date) -> Book:
        """Deal out the book of who left yesterday among his team; a part of it goes with him."""
        for gone in leaving(self.world.parameters, day):
            mine = book.owner == gone
            lost = mine & (
                uniforms(book.ref, seed=self.world.seed, stream=Stream.LEAVING) < self.world.parameters.leaving_loss
            )
            self.diary.worked(day, _lost(book.rows(lost)))
            team = (self.world.team == self.world.team[gone]) & self.world.employed(day)
            heirs = categories(book.ref, team.astype(np.float64), seed=self.world.seed, stream=Stream.LEAVING, day=1)
            book = self._handed_over(book, np.where(mine & ~lost, heirs, book.owner), day)
            book = book.rows(~lost)
        return book

    def _handed_over(self, book: Book, owner: Ints, day: date) -> Book:
        moved = owner != book.owner
        if not moved.any():
            return book
        self.diary.handed(day, book.rows(moved), owner[moved])
        return replace(book, owner=owner, handed_over_on=np.where(moved, day.toordinal(), book.handed_over_on))


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


def _lost(book: Book) -> DayOutcome:
    """Return these deals as lost in the evening, without a touch."""
    count = len(book)
    results = Results(
        ref=book.ref,
        owner=book.owner,
        kind=np.full(count, ResultKind.LOST, dtype=np.int64),
        stage=book.stage,
        minute=np.full(count, DAY - 1, dtype=np.int64),
        reason=np.zeros(count, dtype=np.int64),
        amount=book.amount,
        touched=np.zeros(count, dtype=np.bool_),
    )
    return DayOutcome.without_touches(results)
