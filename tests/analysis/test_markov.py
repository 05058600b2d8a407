"""Hazards and chances to win, against the exact chances of a world whose law is known."""

from datetime import date

import numpy as np
import pytest

from setpoint.analysis.calendar import business_calendar
from setpoint.analysis.exposure import bucket_edges, count_trials
from setpoint.analysis.markov import fit_hazards, outlook, run_backwards
from setpoint.analysis.spells import CENSORED, LOST, WON, Spells
from tests.analysis.worlds import World, chance_to_win, every_day

CALENDAR = every_day()


def fitted(world: World, seed: int = 3):
    flow = world.live(seed)
    return fit_hazards(count_trials(flow.spells, CALENDAR, CALENDAR.last, stages=2))


def test_item_days_are_counted_per_bucket_as_if_each_day_were_a_row():
    rng = np.random.default_rng(8)
    start = CALENDAR.first + rng.integers(0, 200, 500)
    spells = Spells(
        rng.integers(0, 2, 500), start, start + rng.integers(0, 60, 500), rng.choice([0, 1, WON, LOST, CENSORED], 500)
    )
    now = CALENDAR.first + 180

    trials = count_trials(spells, CALENDAR, now, stages=2, position=CALENDAR.month_of_quarter())

    expected = np.zeros(trials.exposure.shape)
    position = CALENDAR.month_of_quarter()
    known = spells.known_at(now)
    for stage, begin, end, following in zip(known.stage, known.start, known.end, known.next, strict=True):
        last = end if following == CENSORED else max(end, begin + 1)
        for day in range(begin + 1, last + 1):
            bucket = np.searchsorted(trials.edges, day - begin, side="right") - 1
            age = max(now - day, 0)
            place = position[min(day, now) - CALENDAR.first]
            expected[stage, bucket, place] += 0.5 ** (age / 60) if age < 130 else 0.0
    np.testing.assert_allclose(trials.exposure, expected)


def test_week_ends_are_no_trials():
    calendar = business_calendar(date(2024, 1, 1), date(2024, 12, 31))
    monday = date(2024, 6, 3).toordinal()
    spells = Spells(np.zeros(1, int), np.array([monday]), np.array([monday + 14]), np.array([CENSORED]))

    trials = count_trials(spells, calendar, monday + 14, stages=1, half_life=1e12)

    assert trials.exposure.sum() == pytest.approx(10)


def test_an_item_that_ends_on_the_day_it_came_has_one_trial():
    day = CALENDAR.first + 30
    spells = Spells(np.zeros(1, int), np.array([day]), np.array([day]), np.array([WON]))

    trials = count_trials(spells, CALENDAR, day, stages=1)

    assert trials.exposure.sum() == trials.events(WON).sum() == 1.0


def test_the_chance_to_win_is_that_of_the_world():
    world = World(arrivals=25.0)

    chances = outlook(fitted(world), np.zeros(60, dtype=np.int64))

    for stage, days in ((0, 10), (0, 60), (1, 5), (1, 60)):
        assert chances.win[days, stage, 0] == pytest.approx(chance_to_win(world, stage, days), abs=0.03)


def test_nobody_wins_in_no_days_and_chances_only_grow():
    chances = outlook(fitted(World()), np.zeros(40, dtype=np.int64))

    assert (chances.win[0] == 0).all()
    assert (np.diff(chances.win, axis=0) >= -1e-12).all()
    assert (chances.win + chances.lose <= 1 + 1e-12).all()


def test_a_season_of_the_quarter_is_found_and_used():
    position = CALENDAR.month_of_quarter()
    rng = np.random.default_rng(5)
    chance = np.array([0.02, 0.02, 0.06])
    start = CALENDAR.first + rng.integers(0, 300, 4000)
    spells = []
    for begin in start:
        day = begin
        while True:
            day += 1
            if day > CALENDAR.last or rng.random() < chance[position[day - CALENDAR.first]]:
                break
        spells.append((begin, min(day, CALENDAR.last), WON if day <= CALENDAR.last else CENSORED))
    begin, end, following = np.array(spells).T

    trials = count_trials(
        Spells(np.zeros(4000, int), begin, end, following), CALENDAR, CALENDAR.last, stages=1, position=position
    )
    hazards = fit_hazards(trials)

    early = outlook(hazards, np.zeros(10, dtype=np.int64)).win[10, 0, 0]
    late = outlook(hazards, np.full(10, 2)).win[10, 0, 0]
    assert early == pytest.approx(1 - 0.98**10, abs=0.05)
    assert late == pytest.approx(1 - 0.94**10, abs=0.05)


def test_without_data_nothing_is_expected():
    none = np.zeros(0, dtype=np.int64)

    hazards = fit_hazards(count_trials(Spells(none, none, none, none), CALENDAR, CALENDAR.last, stages=3))

    assert outlook(hazards, np.zeros(20, dtype=np.int64)).win.max() == 0.0


def test_expected_touches_are_rewards_run_backwards():
    world = World(win=(0.0, 0.0), lose=(0.0, 0.0), move=(0.0, 0.0), touch=(0.25, 0.25), arrivals=1.0)
    hazards = fitted(world)
    touched = np.einsum("sbs->sb", hazards.move)[:, :, None]

    touches = run_backwards(hazards, np.zeros(40, dtype=np.int64), touched)

    assert touches[40, 0, 0] == pytest.approx(10, rel=0.1)


def test_buckets_hold_equally_many_exits_and_the_last_begins_where_nearly_all_have_ended():
    exits = np.arange(1, 1001)

    edges = bucket_edges(exits)

    assert len(edges) == 10
    assert edges[0] == 1
    assert edges[-1] == 991
