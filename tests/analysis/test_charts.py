"""Limits of Shewhart charts as qcc prints them; Erlang's formulas as published."""

import csv

import numpy as np
import pytest

from setpoint.analysis.charts import c4, d2, ewma, ewma_limits, mean_limits, mean_range_sd, range_limits, share_limits
from setpoint.analysis.queueing import erlang_a, erlang_b, erlang_c, mean_wait, servers_for, share_within
from tests.groups import DATA


def rows(name):
    with (DATA / "spc" / f"qcc_{name}.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["trial"] == "TRUE"]


@pytest.mark.data
def test_piston_rings_have_the_limits_of_qcc():
    diameters = np.array([float(row["diameter"]) for row in rows("pistonrings")]).reshape(25, 5)

    mean, spread = mean_limits(diameters), range_limits(diameters)

    assert mean.centre == pytest.approx(74.001176, abs=1e-6)
    assert mean_range_sd(diameters) == pytest.approx(0.009785039, abs=1e-6)
    assert (float(mean.lower), float(mean.upper)) == pytest.approx((73.988048, 74.014304), abs=1e-6)
    assert spread.centre == pytest.approx(0.02276, abs=1e-6)
    assert (float(spread.lower), float(spread.upper)) == pytest.approx((0, 0.04812533), abs=1e-6)


@pytest.mark.data
def test_orange_juice_has_the_limits_of_qcc():
    trial = rows("orangejuice")
    cans = np.array([int(row["D"]) for row in trial]), np.array([int(row["size"]) for row in trial])

    limits = share_limits(*cans)

    assert limits.centre == pytest.approx(0.2313333, abs=1e-6)
    assert (limits.lower[0], limits.upper[0]) == pytest.approx((0.05242755, 0.4102391), abs=1e-6)


def test_constants_of_small_samples_are_those_of_the_tables():
    assert [d2(2), d2(5), c4(5)] == pytest.approx([1.128, 2.326, 0.9400], abs=5e-4)


def test_ewma_follows_slowly_within_limits_that_widen_at_first():
    limits = ewma_limits(50, 0.1, 10.0, 1.0, width=2.7)

    assert ewma(np.array([10.0, 20.0]), 0.1, 10.0).tolist() == pytest.approx([10.0, 11.0])
    assert limits.upper[0] == pytest.approx(10.27)
    assert limits.upper[-1] == pytest.approx(10 + 2.7 * (0.1 / 1.9) ** 0.5, abs=1e-3)


def test_erlang_c_as_published():
    load = 180 * 450 / 1800

    assert share_within(48, load, 450, 10) == pytest.approx(0.47538605, abs=1e-6)
    assert servers_for(load, 450, 10, 0.9) == 55
    waits = [(3600, 34), (1800, 48), (900, 100), (600, 140)]
    found = [mean_wait(agents, 180 * 450 / every, 450) for every, agents in waits]
    assert found == pytest.approx([0.6, 84.1, 9.8, 51.1], abs=0.05)
    assert erlang_c(10, 10.0) == 1.0
    assert share_within(10, 12.0, 450, 10) == 0.0


def test_erlang_b_as_published():
    lines = [
        next(n for n in range(1, 400) if erlang_b(n, 180 * 450 / every) <= 0.01) for every in (3600, 1800, 900, 600)
    ]

    assert lines == [33, 58, 107, 154]
    assert [erlang_b(n, load) for n, load in ((10, 4.461), (20, 12.03), (30, 20.34))] == pytest.approx(
        [0.01] * 3, rel=2e-3
    )


def test_erlang_a_lies_between_loss_and_endless_patience():
    endless, none = erlang_a(10, 9.0, 1.0, 1e9), erlang_a(10, 9.0, 1.0, 1e-9)

    assert endless.p_wait == pytest.approx(erlang_c(10, 9.0), rel=1e-6)
    assert endless.mean_wait == pytest.approx(mean_wait(10, 9.0, 1.0), rel=1e-6)
    assert none.p_abandon == pytest.approx(erlang_b(10, 9.0), rel=1e-6)
    assert erlang_a(10, 12.0, 1.0, 1.0).p_abandon == pytest.approx(0.2, abs=0.05)
