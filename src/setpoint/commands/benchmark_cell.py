"""One cell in a process of its own. What is dear or needs the application is imported when the process is ready."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from setpoint.commands.application import start_django


def ready() -> None:
    """Make the product's levers known to this process."""
    start_django()


def one(path: Path, number: int, seed: int, policies: Sequence[str]) -> tuple[str, int, dict[str, Any]]:
    """Run one cell under these policies; return family, number, and the cell as JSON values."""
    from setpoint.simulation.bench.cell import prepare, steered
    from setpoint.simulation.bench.family import load
    from setpoint.simulation.bench.policies import POLICIES
    from setpoint.simulation.bench.store import plain

    family = load(path)
    cell = prepare(family, number, seed)
    told = {
        "plan": cell.plan,
        "shocks": [[shock.kind, shock.first_day, shock.last_day, shock.rest] for shock in cell.scenario.shocks],
        "policies": {name: plain(steered(cell, POLICIES[name])) for name in policies},
    }
    return family.name, number, told
