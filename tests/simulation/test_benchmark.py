"""The benchmark: same seed same result, nobody's luck hangs on names or units, what was done is kept."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from setpoint.simulation.bench import statistics
from setpoint.simulation.bench.cell import Cell, planned, prepare, steered
from setpoint.simulation.bench.clock import Quarter
from setpoint.simulation.bench.family import load
from setpoint.simulation.bench.policies.loop import Loop
from setpoint.simulation.bench.policies.rules import Rules
from setpoint.simulation.bench.store import MixedError, Store
from setpoint.simulation.prototype import prototype

SMALL = """INTERFACE = 1
NAME = "small"
KIND = "shock"


def cell(luck, frame):
    away = {"kind": "absence", "first_day": 5, "last_day": 30, "owners": [1]}
    return {"teams": [4], "amount": %d, "shocks": [away]}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Cell:
    path = tmp_path_factory.mktemp("families") / "small.py"
    path.write_text(SMALL % 250_000)
    return prepare(load(path), 0, 5)


@pytest.mark.long
def test_the_loop_steers_the_same_company_the_same_way_twice(small: Cell) -> None:
    assert steered(small, Loop) == steered(small, Loop)


@pytest.mark.long
def test_ten_times_the_money_changes_no_decision(small: Cell, tmp_path: Path) -> None:
    path = tmp_path / "small.py"
    path.write_text(SMALL % 2_500_000)
    rich = prepare(load(path), 0, 5)
    assert rich.plan == pytest.approx(10 * small.plan)
    mine, others = steered(rich, Loop), steered(small, Loop)
    assert mine.revenue == pytest.approx(10 * others.revenue)
    assert (mine.actions, mine.extra["executed"]) == (others.actions, others.extra["executed"])


def test_steering_one_life_leaves_the_evening_before_it_alone(small: Cell) -> None:
    before = len(small.evening.book), len(small.evening.diary.pages()[2])
    steered(small, Rules)
    assert (len(small.evening.book), len(small.evening.diary.pages()[2])) == before


def test_the_prototype_is_frozen() -> None:
    given = prototype()
    assert (given.teams, given.load, given.touches_per_day, given.capacity_sd) == ((6, 6), 0.92, 13.5, 0.25)
    assert (given.skill_sd, given.quality_sd, given.options_sd, given.compliance) == (0.15, 0.25, 0.8, 0.7)
    assert [(s.advance, s.loss, s.gap, s.grace, s.decay, s.idle) for s in given.stages] == [
        (0.18, 0.22, 1, 1, 0.08, -0.15),
        (0.15, 0.10, 2, 4, 0.02, -0.05),
        (0.14, 0.08, 2, 4, 0.02, -0.05),
        (0.16, 0.10, 2, 4, 0.015, -0.05),
    ]
    assert given.habit == replace(
        given.habit, late_stage=0.3, amount=0.0, freshness=-0.025, silence=0.0, liking=0.7, whim=0.7
    )
    plan, quotas = planned(given, Quarter.numbered(1, "US"), 3)
    assert 100 < plan / 250_000 < 160
    assert quotas.sum() == pytest.approx(plan, abs=12)


def test_what_was_done_is_kept_and_another_run_is_not_mixed_in(small: Cell, tmp_path: Path) -> None:
    path = tmp_path / "small.py"
    path.write_text(SMALL % 250_000)
    family, folder = load(path), tmp_path / "out"
    Store(folder, 5, resume=False).write(family, 0, {"plan": small.plan, "policies": {"open": {}}})
    with pytest.raises(MixedError, match="--resume"):
        Store(folder, 5, resume=False)
    with pytest.raises(MixedError, match="'seed': 5"):
        Store(folder, 6, resume=True)
    again = Store(folder, 5, resume=True)
    assert again.read(family, 0)["policies"] == {"open": {}}
    assert again.read(family, 1) == {}
    path.write_text(SMALL % 300_000)
    assert again.read(load(path), 0) == {}
    assert json.loads((folder / "run.json").read_text()) == {"format": 1, "seed": 5}


def test_a_perfectly_calibrated_forecaster_has_no_error_beyond_chance() -> None:
    luck = np.random.default_rng(3)
    p = luck.random(400)
    honest, bold = luck.random(400) < p, luck.random(400) < 0.5
    assert statistics.excess_calibration_error(p, honest) < 0.03
    assert statistics.excess_calibration_error(p, bold) > 0.15
