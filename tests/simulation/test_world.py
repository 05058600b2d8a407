"""A day of the simulated company, computed from the book it is given."""

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpoint.simulation.books import NOBODY, Book, ResultKind, Results, Table, TouchKind
from setpoint.simulation.parameters import WorldParameters
from setpoint.simulation.shocks import Absence, Competitor, Demand, Flood
from setpoint.simulation.world import World
from tests.simulation.books_of import random_book

TUESDAY = date(2025, 3, 11)
SUNDAY = date(2025, 3, 9)
INDEPENDENCE_DAY = date(2025, 7, 4)
WORLD = World(WorldParameters(), seed=7)

BOOKS = st.builds(random_book, st.just(WORLD.parameters), st.integers(0, 400), st.integers(0, 10**6))
DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))

several = settings(max_examples=30, deadline=None)


def rows(table: Table) -> list[tuple[object, ...]]:
    return list(zip(*(getattr(table, column.name).tolist() for column in fields(table)), strict=True))


def ends(results: Results, refs: np.ndarray) -> list[tuple[int, ...]]:
    mine = results.rows(np.isin(results.ref, refs))
    columns = (mine.ref, mine.kind, mine.reason, mine.amount)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def one_deal(**values: object) -> Book:
    return Book.of(**({"ref": 1, "owner": 0, "stage": 1, "idle_days": 3, "amount": 100_000} | values))


@several
@given(book=BOOKS, day=DAYS)
def test_the_same_book_on_the_same_day_has_the_same_outcome(book, day):
    first, second = WORLD.work_day(day, book), World(WORLD.parameters, seed=7).work_day(day, book)
    assert rows(first.touches) == rows(second.touches)
    assert rows(first.results) == rows(second.results)


@several
@given(book=BOOKS, day=DAYS, seed=st.integers(0, 1000))
def test_the_order_of_the_rows_of_a_book_does_not_matter(book, day, seed):
    shuffled = book.rows(np.random.default_rng(seed).permutation(len(book)))
    first, second = WORLD.work_day(day, book), WORLD.work_day(day, shuffled)
    assert rows(first.touches) == rows(second.touches)
    assert rows(first.results) == rows(second.results)


@several
@given(book=BOOKS, day=DAYS)
def test_nobody_makes_more_touches_than_he_can(book, day):
    touches = WORLD.work_day(day, book).touches
    assert (np.bincount(touches.owner, minlength=12) <= WORLD.capacity(day)).all()


@several
@given(book=BOOKS, day=DAYS)
def test_a_customer_is_left_alone_for_the_gap_of_the_stage_but_an_untouched_one_is_not(book, day):
    touched = book.rows(np.isin(book.ref, WORLD.work_day(day, book).touches.ref))
    gap = np.array([stage.gap for stage in WORLD.parameters.stages])[touched.stage]
    assert (~touched.touched | (touched.idle_days >= gap)).all()


@several
@given(book=BOOKS, day=DAYS)
def test_the_absent_and_nobody_touch_nothing(book, day):
    touches = WORLD.work_day(day, book).touches
    assert (touches.owner != NOBODY).all()
    assert not WORLD.absent(day)[touches.owner].any()


@pytest.mark.parametrize("day", [SUNDAY, INDEPENDENCE_DAY])
def test_nothing_happens_on_a_free_day(day):
    outcome = WORLD.work_day(day, random_book(WORLD.parameters, 300, 1))
    assert (len(outcome.touches), len(outcome.results)) == (0, 0)
    assert WORLD.capacity(day).tolist() == [0] * 12


def test_russia_works_on_a_saturday_that_was_moved_and_rests_on_the_monday_given_for_it():
    world = World(WorldParameters(country="RU"), seed=7)
    assert world.works(date(2024, 4, 27))
    assert not world.works(date(2024, 4, 29))


@several
@given(book=BOOKS, day=DAYS)
def test_a_deal_advances_is_won_from_the_last_stage_only_or_is_lost_with_a_reason(book, day):
    results = WORLD.work_day(day, book).results
    stages = dict(zip(book.ref.tolist(), book.stage.tolist(), strict=True))
    assert [stages[ref] for ref in results.ref.tolist()] == results.stage.tolist()
    assert (results.stage[results.kind == ResultKind.WON] == 3).all()
    assert (results.stage[results.kind == ResultKind.ADVANCED] < 3).all()
    assert ((results.kind == ResultKind.LOST) == (results.reason >= 0)).all()
    assert len(set(results.ref.tolist())) == len(results)


@several
@given(book=BOOKS, day=DAYS)
def test_only_touched_deals_advance_and_what_changed_by_a_touch_did_so_after_it_with_the_customer_reached(book, day):
    outcome = WORLD.work_day(day, book)
    by_touch = outcome.results.rows(outcome.results.touched)
    assert (outcome.results.kind[~outcome.results.touched] == ResultKind.LOST).all()
    place = {ref: row for row, ref in enumerate(outcome.touches.ref.tolist())}
    touch = outcome.touches.rows(np.array([place[ref] for ref in by_touch.ref.tolist()], dtype=np.int64))
    assert (touch.minute < by_touch.minute).all()
    assert touch.connected.all()
    assert ((outcome.touches.minute >= 540) & (outcome.touches.minute < 1080)).all()


@several
@given(book=BOOKS, day=DAYS)
def test_a_won_amount_is_a_positive_number_not_above_the_listed_one(book, day):
    results = WORLD.work_day(day, book).results
    listed = dict(zip(book.ref.tolist(), book.amount.tolist(), strict=True))
    assert results.amount.dtype == np.int64
    assert all(0 < a <= listed[ref] for ref, a in zip(results.ref.tolist(), results.amount.tolist(), strict=True))


@several
@given(book=BOOKS, day=DAYS)
def test_what_becomes_of_a_deal_does_not_depend_on_the_deals_of_other_sellers(book, day):
    alone = book.rows(book.owner == 3)
    among = WORLD.work_day(day, book)
    by_himself = WORLD.work_day(day, alone)
    assert rows(by_himself.touches) == rows(among.touches.rows(among.touches.owner == 3))
    assert rows(by_himself.results) == rows(among.results.rows(among.results.owner == 3))


@several
@given(book=BOOKS, day=DAYS)
def test_the_luck_of_a_deal_is_its_own_whoever_else_is_in_the_book(book, day):
    # Common random numbers: with others gone a deal may be touched where it was not; touched both times, it ends alike.
    half = book.rows(book.ref % 2 == 0)
    full_day, half_day = WORLD.work_day(day, book), WORLD.work_day(day, half)
    both = np.intersect1d(full_day.touches.ref, half_day.touches.ref)
    neither = np.setdiff1d(half.ref, np.union1d(full_day.touches.ref, half_day.touches.ref))
    for same in (both, neither):
        assert ends(full_day.results, same) == ends(half_day.results, same)


def test_sellers_follow_the_recommended_order_for_the_share_that_they_comply():
    world = World(replace(WORLD.parameters, compliance=1.0), seed=7)
    priority = np.arange(100.0)
    book = Book.of(ref=np.arange(100), owner=0, stage=1, idle_days=3, amount=1, priority=priority)
    touched = np.sort(world.work_day(TUESDAY, book).touches.ref)
    able = int(world.capacity(TUESDAY)[0])
    assert touched.tolist() == list(range(100 - able, 100))


def test_without_advice_a_seller_works_by_habit():
    book = Book.of(ref=np.arange(100), owner=0, stage=1, idle_days=3, amount=1)
    obedient = World(replace(WORLD.parameters, compliance=1.0), seed=7)
    wilful = World(replace(WORLD.parameters, compliance=0.0), seed=7)
    advised = replace(book, priority=np.arange(100.0))
    assert rows(obedient.work_day(TUESDAY, book).touches) == rows(wilful.work_day(TUESDAY, advised).touches)


def test_silence_beyond_the_grace_loses_deals_and_before_it_none():
    refs = np.arange(20_000)
    patient = Book.of(ref=refs, owner=NOBODY, stage=1, idle_days=4, amount=1)
    gone = Book.of(ref=refs, owner=NOBODY, stage=1, idle_days=5, amount=1)
    assert len(WORLD.work_day(TUESDAY, patient).results) == 0
    assert abs(len(WORLD.work_day(TUESDAY, gone).results) / 20_000 - 0.02) < 0.004


def test_a_touch_in_time_advances_more_than_a_late_one():
    eager = World(replace(WORLD.parameters, touches_per_day=20_000.0, skill_sd=0.0), seed=7)
    refs = np.arange(15_000)

    def advanced(idle: int) -> float:
        book = Book.of(ref=refs, owner=0, stage=0, idle_days=idle, amount=1, touched=False)
        results = eager.work_day(TUESDAY, book).results
        return float((results.kind == ResultKind.ADVANCED).sum()) / 15_000

    assert abs(advanced(0) - 0.18) < 0.015
    assert advanced(5) < advanced(0) - 0.06


def test_a_handover_does_no_harm_unless_the_world_says_so():
    eager = replace(WORLD.parameters, touches_per_day=20_000.0)
    refs = np.arange(15_000)
    kept = Book.of(ref=refs, owner=0, stage=1, idle_days=2, amount=1)
    moved = replace(kept, handed_over_on=np.full(15_000, TUESDAY.toordinal() - 3))

    def advanced(parameters: WorldParameters, book: Book) -> int:
        results = World(parameters, seed=7).work_day(TUESDAY, book).results
        return int((results.kind == ResultKind.ADVANCED).sum())

    harmless, harmful = eager, replace(eager, handover_harm=0.4)
    assert advanced(harmless, moved) == advanced(harmless, kept)
    assert advanced(harmful, moved) < 0.8 * advanced(harmful, kept)


def test_a_lead_of_today_is_answered_after_it_came_in_and_not_in_the_evening():
    book = one_deal(stage=0, idle_days=0, touched=False, since_minute=16 * 60)
    evening = one_deal(stage=0, idle_days=0, touched=False, since_minute=17 * 60 + 30)
    assert WORLD.work_day(TUESDAY, book).touches.minute.tolist()[0] > 16 * 60
    assert len(WORLD.work_day(TUESDAY, evening).touches) == 0


def test_arrivals_are_the_same_whenever_asked_and_have_positive_whole_amounts():
    arrivals = WORLD.arrivals(TUESDAY)
    assert rows(arrivals) == rows(World(WORLD.parameters, seed=7).arrivals(TUESDAY))
    assert arrivals.amount.dtype == np.int64
    assert (arrivals.amount > 0).all()
    assert (arrivals.amount % 1_000 == 0).all()
    assert (np.diff(arrivals.minute) >= 0).all()
    assert len(set(arrivals.ref.tolist())) == len(arrivals)


def test_a_shock_to_one_channel_leaves_the_enquiries_of_the_others_as_they_were():
    slump = Demand(first=TUESDAY, last=TUESDAY, factor=0.4, channel=0)
    usual, hit = WORLD.arrivals(TUESDAY), World(replace(WORLD.parameters, shocks=(slump,)), seed=7).arrivals(TUESDAY)
    assert rows(hit.rows(hit.channel != 0)) == rows(usual.rows(usual.channel != 0))
    assert (hit.channel == 0).sum() < (usual.channel == 0).sum()


def test_a_scenario_keeps_sellers_away_floods_one_and_brings_a_competitor():
    shocks = (
        Absence(first=TUESDAY, last=TUESDAY, owners=(2, 4)),
        Flood(first=TUESDAY, last=TUESDAY, owner=1, factor=2.0),
        Competitor(first=TUESDAY, last=TUESDAY, log_odds=-2.0, team=1, from_stage=1),
    )
    world = World(replace(WORLD.parameters, shocks=shocks, touches_per_day=20_000.0), seed=7)
    assert world.absent(TUESDAY)[[2, 4]].all()
    assert world.routing(TUESDAY)[:6].round(4).tolist() == [0.1429, 0.2857, 0.1429, 0.1429, 0.1429, 0.1429]
    north = Book.of(ref=np.arange(5000), owner=0, stage=1, idle_days=2, amount=1)
    south = replace(north, owner=np.full(5000, 6))
    share = [(world.work_day(TUESDAY, b).results.kind == ResultKind.ADVANCED).mean() for b in (north, south)]
    assert share[1] < share[0] / 2


def test_leads_are_dealt_within_the_team_of_their_territory_by_the_given_shares():
    arrivals = WORLD.arrivals(TUESDAY)
    weight = np.zeros(12)
    weight[[2, 9]] = 1.0
    assert WORLD.route(arrivals, weight).tolist() == np.where(arrivals.team == 0, 2, 9).tolist()


def test_sellers_differ_in_capacity_and_have_about_the_capacity_given_on_the_mean():
    worlds = [World(WORLD.parameters, seed=seed) for seed in range(40)]
    touches = np.concatenate([world.touches_per_day for world in worlds])
    assert abs(touches.mean() - 13.5) < 0.5
    assert abs(touches.std() / touches.mean() - 0.25) < 0.05


def test_a_company_may_say_how_fast_each_of_its_sellers_is():
    world = World(WorldParameters(teams=(2,), paces=(1.5, 0.5), touches_per_day=10.0), seed=7)
    assert world.touches_per_day.tolist() == [15.0, 5.0]


@pytest.mark.parametrize(
    "wrong", [{"paces": (1.0,)}, {"teams": (3, 0)}, {"compliance": 1.5}, {"decay_reasons": (0.5, 0.5)}]
)
def test_a_company_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"pace|seller|share|reason"):
        WorldParameters(**wrong)


def test_calls_mails_and_meetings_are_made_and_no_meeting_before_the_customer_qualifies():
    book = Book.of(ref=np.arange(400), owner=np.arange(400) % 12, stage=0, idle_days=2, amount=1)
    assert set(WORLD.work_day(TUESDAY, book).touches.kind.tolist()) == {TouchKind.CALL, TouchKind.EMAIL}


def test_arrays_of_unequal_length_are_refused():
    book = random_book(WORLD.parameters, 3, 1)
    with pytest.raises(ValueError, match="differ in length"):
        replace(book, owner=np.array([1, 2]))
