"""A company that lives by itself: what the log of a few months must be like."""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from setpoint.simulation.books import UNKNOWN
from setpoint.simulation.event_log import EventLog, Kind
from setpoint.simulation.history import history
from setpoint.simulation.parameters import WorldParameters
from setpoint.simulation.world import World

FIRST, MIDDLE, LAST = date(2025, 1, 1), date(2025, 2, 14), date(2025, 4, 30)
WORLD = World(WorldParameters(), seed=11)


@pytest.fixture(scope="module")
def log() -> EventLog:
    return history(WORLD, FIRST, LAST)


def moments(table, ref):
    return table.moment[table.ref == ref].tolist()


def test_a_history_told_in_two_parts_is_the_history_told_at_once(log):
    early = history(WORLD, FIRST, MIDDLE)
    late = history(WORLD, date(2025, 2, 15), LAST, book=early.book)
    for name in ("created", "touched", "moved", "closed"):
        whole = getattr(log, name)
        told = type(whole).joined([getattr(early, name), getattr(late, name)])
        for column in fields(whole):
            assert getattr(told, column.name).tolist() == getattr(whole, column.name).tolist()


def test_every_deal_is_closed_once_or_still_open(log):
    ended = log.closed.ref.tolist()
    assert len(set(ended)) == len(ended)
    assert sorted([*ended, *log.book.ref.tolist()]) == sorted(log.created.ref.tolist())


def test_deals_pass_the_stages_one_by_one(log):
    reached = {ref: [0] for ref in log.created.ref.tolist()}
    for ref, stage in zip(log.moved.ref.tolist(), log.moved.stage.tolist(), strict=True):
        assert stage == reached[ref][-1] + 1
        reached[ref].append(stage)
    for ref, stage in zip(log.closed.ref.tolist(), log.closed.stage.tolist(), strict=True):
        assert stage == reached[ref][-1]
    assert (log.closed.stage[log.closed.won] == 3).all()


def test_a_deal_is_created_then_touched_then_moved_and_closed_last(log):
    for ref in log.closed.ref[:200].tolist():
        (born,) = moments(log.created, ref)
        (ended,) = moments(log.closed, ref)
        between = moments(log.touched, ref) + moments(log.moved, ref)
        assert all(born < moment < ended for moment in between)
        assert born < ended


def test_work_is_done_on_working_days_by_those_who_are_there(log):
    for table in (log.touched, log.moved, log.closed):
        assert all(WORLD.works(date.fromordinal(day)) for day in set(table.day.tolist()))
    for owner, first, last in zip(log.away.ref, log.away.first, log.away.last, strict=True):
        mine = log.touched.day[log.touched.owner == owner]
        assert not ((mine >= first) & (mine <= last)).any()


def test_enquiries_come_at_weekends_too_but_fewer(log):
    weekday = (log.created.day - 1) % 7
    counts = np.bincount(weekday, minlength=7)
    assert 0 < counts[6] < counts[:5].mean() / 2


def test_only_losses_have_a_reason(log):
    assert (log.closed.won == (log.closed.reason == UNKNOWN)).all()


def test_everything_can_be_read_in_order_of_time(log):
    kinds, rows = log.in_order()
    tables = {
        Kind.CREATED: log.created,
        Kind.HANDED_OVER: log.handed_over,
        Kind.TOUCHED: log.touched,
        Kind.MOVED: log.moved,
        Kind.CLOSED: log.closed,
    }
    told = [tables[Kind(kind)].moment[row] for kind, row in zip(kinds, rows, strict=True)]
    assert told == sorted(told)
    assert len(told) == sum(len(table) for table in tables.values())
