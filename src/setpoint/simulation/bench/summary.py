"""What the cells of a run say, per family and over all, per policy."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np

from setpoint.analysis.arrays import Floats
from setpoint.simulation.bench import statistics
from setpoint.simulation.bench.alarms import judged
from setpoint.simulation.bench.statistics import mean_of, ratio_of, share_of

ALL, SHOCKS = "all", "shocks"
Cell = dict[str, Any]


def summarise(cells: Iterable[tuple[str, Cell]]) -> dict[str, Any]:
    """Return figures by family and policy, and of forecasts; cells that lack a policy are left out of it."""
    groups: dict[str, list[Cell]] = defaultdict(list)
    for family, cell in cells:
        groups[family].append(cell)
        groups[ALL].append(cell)
        if cell["kind"] == "shock":
            groups[SHOCKS].append(cell)
    named = sorted(name for name in groups if name not in {ALL, SHOCKS})
    order = [*named, *(name for name in (SHOCKS, ALL) if name in groups)]
    return {
        "families": {
            name: {policy: _figures(groups[name], policy) for policy in _policies(groups[name])} for name in order
        },
        "forecasts": _forecasts(groups.get(ALL, [])),
        "alarms": judged(groups.get(ALL, [])),
    }


def _policies(cells: list[Cell]) -> list[str]:
    found = {name for cell in cells for name in cell["policies"]}
    return [name for name in ("open", "manager", "rules", "pid", "loop", "loop-all", "oracle") if name in found]


def _column(cells: list[Cell], policy: str, name: str) -> Floats:
    return np.array([cell["policies"][policy][name] for cell in cells], dtype=np.float64)


def _figures(cells: list[Cell], policy: str) -> dict[str, Any]:
    cells = [cell for cell in cells if policy in cell["policies"]]
    plan = np.array([cell["plan"] for cell in cells])
    attained = _column(cells, policy, "revenue") / plan
    weeks = _column(cells, policy, "weeks")
    found: dict[str, Any] = {
        "cells": len(cells),
        "attainment": asdict(mean_of(attained)),
        "p_attain": asdict(share_of(attained >= 1)),
        "paid_share": asdict(mean_of(_column(cells, policy, "paid") / plan)),
        "actions_a_week": float((_column(cells, policy, "actions") / weeks).mean()),
    }
    for name, other in (("open", "open"), ("rules", "rules")):
        both = [cell for cell in cells if other in cell["policies"]]
        for figure in ("revenue", "net"):
            mine, its = _column(both, policy, figure), _column(both, other, figure)
            found[f"{figure}_vs_{name}"] = asdict(mean_of(mine / its - 1))
    both = [cell for cell in cells if {"open", "oracle"} <= set(cell["policies"])]
    gain = _column(both, policy, "revenue") - _column(both, "open", "revenue")
    found["regret_closure"] = asdict(
        ratio_of(gain, _column(both, "oracle", "revenue") - _column(both, "open", "revenue"))
    )
    done = sum(cell["policies"][policy]["extra"].get("done", 0) for cell in cells)
    wasted = sum(cell["policies"][policy]["extra"].get("wasted", 0) for cell in cells)
    found["wasted_actions"] = wasted / done if done else None
    stopped = [key for cell in cells for key in cell["policies"][policy]["extra"].get("stopped", ())]
    found["stopped"] = {key: stopped.count(key) / len(cells) for key in sorted(set(stopped))}
    return found


def _forecasts(cells: list[Cell]) -> dict[str, Any]:
    found = {}
    middle = [
        (cell["policies"]["open"]["extra"]["middle"], cell["policies"]["open"]["revenue"], cell["plan"])
        for cell in cells
        if "middle" in cell["policies"].get("open", {}).get("extra", {})
    ]
    if middle:
        looks = [row for row, _, _ in middle]
        result, plan = (np.array([row[n] for row in middle]) for n in (1, 2))
        found["open, middle"] = _judged(looks, result, plan) | {
            "mape_linear": float(np.abs(np.array([row["linear"] for row in looks]) / result - 1).mean())
        }
    for policy in ("loop", "loop-all"):
        steered = [cell for cell in cells if cell["policies"].get(policy, {}).get("extra", {}).get("looks")]
        if steered:
            rows = [cell["policies"][policy]["extra"]["looks"] for cell in steered]
            looks = [dict(zip(("day", "p_hit", "mean", "q10", "q90"), row[len(row) // 2], strict=True)) for row in rows]
            found[f"{policy}, middle"] = _judged(
                looks, _column(steered, policy, "revenue"), np.array([cell["plan"] for cell in steered])
            )
    return found


def _judged(looks: list[dict[str, float]], result: Floats, plan: Floats) -> dict[str, Any]:
    column = {name: np.array([look[name] for look in looks]) for name in ("p_hit", "mean", "q10", "q90")}
    hit = result >= plan
    return {
        "cells": len(looks),
        "brier": statistics.brier(column["p_hit"], hit),
        "calibration_error": statistics.calibration_error(column["p_hit"], hit),
        "excess_calibration_error": statistics.excess_calibration_error(column["p_hit"], hit),
        "coverage_80": asdict(share_of((result >= column["q10"]) & (result <= column["q90"]))),
        "mape": float(np.abs(column["mean"] / result - 1).mean()),
    }
