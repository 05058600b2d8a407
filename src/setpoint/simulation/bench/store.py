"""Results on disk, one file per cell, so that a long run can be killed at any moment and go on where it was."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from setpoint.simulation.bench.cell import Result
from setpoint.simulation.bench.family import Family

FORMAT = 1


class MixedError(Exception):
    """A folder with results of another run: its message says what differs."""


class Store:
    """A folder of results of one seed."""

    def __init__(self, folder: Path, seed: int, *, resume: bool) -> None:
        """Open the folder. `MixedError` where it holds another run, or any run and `resume` was not asked for."""
        self._cells = folder / "cells"
        known = folder / "run.json"
        run = {"format": FORMAT, "seed": seed}
        if known.exists():
            found = json.loads(known.read_text())
            if found != run:
                raise MixedError(f"{folder} holds a run of {found}, not of {run}")
            if not resume:
                raise MixedError(f"{folder} holds results already: --resume goes on with them")
        self._cells.mkdir(parents=True, exist_ok=True)
        known.write_text(json.dumps(run))

    def read(self, family: Family, number: int) -> dict[str, Any]:
        """Return what is known of a cell: {} where nothing is, or where the family's file has changed since."""
        path = self._path(family, number)
        if not path.exists():
            return {}
        found: dict[str, Any] = json.loads(path.read_text())
        return found if found["family"] == fingerprint(family) else {}

    def write(self, family: Family, number: int, told: dict[str, Any]) -> None:
        """Keep a cell: whole or not at all."""
        path = self._path(family, number)
        path.parent.mkdir(exist_ok=True)
        draft = path.with_suffix(".part")
        row = {
            "family": fingerprint(family),
            "kind": family.kind,
            "number": number,
        }
        draft.write_text(json.dumps(row | told))
        draft.replace(path)

    def cells(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Return (family, cell) of everything there is, in order."""
        for path in sorted(self._cells.glob("*/*.json")):
            yield path.parent.name, json.loads(path.read_text())

    def _path(self, family: Family, number: int) -> Path:
        return self._cells / family.name / f"{number:05d}.json"


def plain(result: Result) -> dict[str, Any]:
    """Return a result as JSON values, with the net."""
    return asdict(result) | {"net": result.net, "paid": result.paid}


def fingerprint(family: Family) -> str:
    """Return a hash of the family's file."""
    return hashlib.sha256(family.path.read_bytes()).hexdigest()[:16]
