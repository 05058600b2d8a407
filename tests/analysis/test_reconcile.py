"""Forecasts of parallel trees over one root agree after reconciliation, and change no more than they must."""

import time

import numpy as np
import pytest

from setpoint.analysis.reconcile import constraints, reconcile

# 0 company; 1, 2 teams; 3, 4 channels
TEAMS, CHANNELS = np.array([-1, 0, 0, -1, -1]), np.array([-1, -1, -1, 0, 0])


def test_two_trees_over_one_root_agree():
    found = reconcile(np.array([100.0, 70, 50, 40, 40]), np.full(5, 10.0), [TEAMS, CHANNELS])

    assert found[1] + found[2] == pytest.approx(found[0])
    assert found[3] + found[4] == pytest.approx(found[0])


def test_with_one_tree_the_miss_is_shared_by_variance():
    found = reconcile(np.array([100.0, 70, 40]), np.array([2.0, 6.0, 2.0]), [np.array([-1, 0, 0])])

    assert found.tolist() == pytest.approx([102.0, 64.0, 38.0])


def test_what_agrees_already_is_left_alone():
    forecast = np.array([100.0, 60, 40, 30, 70])

    assert reconcile(forecast, np.ones(5), [TEAMS, CHANNELS], common_sd=0.1) == pytest.approx(forecast)


def test_a_common_factor_keeps_the_constraints():
    found = reconcile(np.array([100.0, 70, 50, 40, 40]), np.full(5, 10.0), [TEAMS, CHANNELS], common_sd=0.08)

    assert constraints([TEAMS, CHANNELS]) @ found == pytest.approx([0, 0], abs=1e-9)


def test_two_thousand_nodes_take_milliseconds():
    parent = np.concatenate(([-1], np.zeros(40), np.repeat(np.arange(1, 41), 49))).astype(int)
    rng = np.random.default_rng(1)
    forecast = rng.gamma(9, 10, len(parent))

    begin = time.perf_counter()
    found = reconcile(forecast, forecast, [parent])

    assert time.perf_counter() - begin < 0.5
    assert found[1:41].sum() == pytest.approx(found[0])
