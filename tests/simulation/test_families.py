"""Families of the benchmark: what a stranger's file may say, and how what is wrong is refused."""

from pathlib import Path

import numpy as np
import pytest

from setpoint.simulation.bench.clock import Quarter
from setpoint.simulation.bench.family import FamilyError, Frame, load, load_all
from setpoint.simulation.shocks import Demand

FRAME = Frame(owners=12, teams=2, channels=4, days=62)
OWN = Path(__file__).parents[2] / "src" / "setpoint" / "simulation" / "families"


def family(folder: Path, body: str, *, version: str = "1", kind: str = "shock") -> Path:
    path = folder / "mine.py"
    path.write_text(f"INTERFACE = {version}\nNAME = 'mine'\nKIND = {kind!r}\n\n\ndef cell(luck, frame):\n    {body}\n")
    return path


def draw(path: Path):
    return load(path).draw(np.random.default_rng(1), FRAME)


def test_a_family_says_what_differs_and_all_else_is_as_in_the_prototype(tmp_path):
    scenario = draw(family(tmp_path, "return {'load': 1.1, 'teams': [3, 4], 'acceptance': 0.5}"))
    assert (scenario.parameters.load, scenario.parameters.teams, scenario.acceptance) == (1.1, (3, 4), 0.5)
    assert scenario.parameters.touches_per_day == 13.5


def test_days_of_a_shock_are_working_days_of_the_quarter(tmp_path):
    body = "return {'shocks': [{'kind': 'demand', 'first_day': 0, 'last_day': 1, 'factor': 0.7, 'channel': 2}]}"
    quarter = Quarter.numbered(1, "US")
    (shock,) = draw(family(tmp_path, body)).struck(quarter).shocks
    assert shock == Demand(first=quarter.worked[0], last=quarter.worked[1], factor=0.7, channel=2)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return {'load': float('nan')}", "load must be a number, not nan"),
        ("return {'load': '1'}", "load must be a number, not '1'"),
        ("return {'load': True}", "load must be a number, not True"),
        ("return {'compliance': 1.5}", "compliance must lie between 0 and 1, not 1.5"),
        ("return {'teams': [6.5]}", "teams[0] must be a whole number, not 6.5"),
        ("return {'lod': 1}", "lod is not a field"),
        ("return 3", "cell() must be a dictionary, not int"),
        ("return {'shocks': [{'kind': 'flood', 'first_day': 1, 'factor': 2}]}", "shocks[0].owner is missing"),
        ("return {'shocks': [{'kind': 'flop'}]}", "shocks[0].kind must be one of"),
        (
            "return {'shocks': [{'kind': 'absence', 'first_day': 5, 'last_day': 4, 'owners': [1]}]}",
            "shocks[0].last_day",
        ),
        ("return {'shocks': [{'kind': 'absence', 'first_day': 5, 'owners': [12]}]}", "shocks[0].owners[0] must lie"),
        ("return {'channels': [{'beta': 0.5}]}", "channels[0].share is missing"),
        ("return {'gaming': {'leakage': 2}}", "gaming.leakage must lie between 0 and 0.5"),
        ("return 1 / 0", "cell() failed: ZeroDivisionError"),
    ],
)
def test_a_wrong_value_is_refused_naming_file_and_field(tmp_path, body, said):
    path = family(tmp_path, body)
    with pytest.raises(FamilyError) as refused:
        draw(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert said in str(refused.value)


def test_a_file_that_is_no_family_is_refused(tmp_path):
    with pytest.raises(FamilyError, match="INTERFACE is 2; this program speaks version 1"):
        load(family(tmp_path, "return {}", version="2"))
    with pytest.raises(FamilyError, match="KIND must be one of calm, shock, organisation, not 'wild'"):
        load(family(tmp_path, "return {}", kind="wild"))
    with pytest.raises(FamilyError, match="there is no such file"):
        load(tmp_path / "nowhere.py")
    (tmp_path / "broken.py").write_text("def\n")
    with pytest.raises(FamilyError, match=r"broken\.py: cannot be read: SyntaxError"):
        load(tmp_path / "broken.py")


def test_fifteen_families_come_with_the_program_and_each_makes_companies():
    families = load_all([OWN])
    assert len(families) == 15
    for each in families:
        scenarios = [each.draw(np.random.default_rng([7, n]), FRAME) for n in range(20)]
        assert all(len(scenario.parameters.teams) == 2 for scenario in scenarios)
        assert each.about
