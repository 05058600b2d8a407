"""How soon charts spoke after a shock began, and how often they spoke without any reason."""

from typing import Any

import numpy as np

MONTHS = 3.0
WAIT = 21
"""Working days after the end of a shock in which an alarm may still be its echo."""

Cell = dict[str, Any]


def judged(cells: list[Cell]) -> dict[str, Any]:
    """Return median delays by kind of shock, the share found at all, and false alarms per manager and month."""
    delays: dict[str, list[float]] = {}
    false = months = 0.0
    for cell in cells:
        alarms = cell["policies"].get("open", {}).get("extra", {}).get("alarms")
        if alarms is None:
            continue
        for shock in cell["shocks"]:
            watched = _streams(shock, alarms)
            if watched:
                delays.setdefault(_name(shock), []).append(_delay(shock, [alarms[stream] for stream in watched]))
        false += sum(
            not any(_explains(shock, day) for shock in cell["shocks"]) for days in alarms.values() for day in days
        )
        months += MONTHS
    if not months:
        return {}
    found = {
        name: {
            "median_delay": float(np.median(days)) if np.isfinite(np.median(days)) else None,
            "found": float(np.isfinite(days).mean()),
            "cells": len(days),
        }
        for name, days in sorted(delays.items())
    }
    return {"detection": found, "false_alarms_a_month": false / months}


def _streams(shock: list[Any], alarms: dict[str, list[int]]) -> list[str]:
    """The streams on which a shock of this kind ought to be seen."""
    kind, _first, _last, rest = shock
    if kind == "demand" and rest["factor"] < 1:
        wanted = ["arrivals"] if rest.get("channel") is None else [f"channel {rest['channel']}", "arrivals"]
        return [name for name in wanted if name in alarms]
    if kind == "competitor" and rest["log_odds"] < 0:
        team = rest.get("team")
        return [name for name in alarms if name.startswith("team ") and team in {None, int(name.split()[1])}]
    return []


def _name(shock: list[Any]) -> str:
    kind, _first, _last, rest = shock
    if kind == "demand":
        return "demand, one channel" if rest.get("channel") is not None else "demand"
    return str(kind)


def _delay(shock: list[Any], alarms: list[list[int]]) -> float:
    """Working days from the first of the shock to the first alarm in it, that day counted; inf where there is none."""
    _kind, first, last, _rest = shock
    inside = [day for days in alarms for day in days if first <= day <= last]
    return float(min(inside) - first + 1) if inside else float("inf")


def _explains(shock: list[Any], day: int) -> bool:
    return bool(shock[1] <= day <= shock[2] + WAIT)
