"""Owners and products tilt a chance only as far as their record is long."""

import numpy as np
import pytest

from setpoint.analysis.exposure import count_trials
from setpoint.analysis.markov import fit_hazards
from setpoint.analysis.spells import Spells
from setpoint.analysis.traits import tilted, trait_tilts
from tests.analysis.worlds import World, every_day

CALENDAR = every_day()


def tilts_of(*worlds: World):
    """Tilts of the groups 0, 1, ... that live in these worlds, estimated together."""
    flows = [world.live(seed=4 + index) for index, world in enumerate(worlds)]
    columns = [
        np.concatenate([getattr(flow.spells, name) for flow in flows]) for name in ("stage", "start", "end", "next")
    ]
    group = np.repeat(np.arange(len(flows)), [len(flow.spells) for flow in flows])
    trials = count_trials(Spells(*columns), CALENDAR, CALENDAR.last, stages=2)
    return trait_tilts(trials, fit_hazards(trials), group[None, trials.row])[0]


def test_groups_that_do_not_differ_are_hardly_tilted():
    assert np.abs(tilts_of(World(), World())).max() < 0.1


def test_a_group_that_closes_twice_as_fast_is_tilted_up_and_the_other_down():
    slow, fast = tilts_of(World(), World(win=(0.0, 0.16)))

    assert fast > 0.1
    assert slow < -0.1


def test_a_tilt_moves_log_odds_leaves_unknown_groups_and_certainties_alone():
    moved = tilted(np.array([0.2, 0.2, 0.0, 1.0]), [np.array([0.0, np.log(2)])], np.array([[1, -1, 1, 1]]))

    assert moved.tolist() == pytest.approx([1 / 3, 0.2, 0.0, 1.0])
