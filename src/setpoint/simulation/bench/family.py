"""A family of companies: a Python file outside the program that says what may differ and what may befall them.

The interface is described in `docs/benchmark-families.md`. It has a version and does not change within it.
"""

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from setpoint.simulation.bench.fields import FieldError, read
from setpoint.simulation.bench.scenario import Scenario

INTERFACE = 1
KINDS = ("calm", "shock", "organisation")


class FamilyError(Exception):
    """A file that is no family: its message names the file and what is wrong in it."""


@dataclass(frozen=True)
class Frame:
    """What a family is told before it draws: numbers of the company as it is when the family changes nothing."""

    owners: int
    teams: int
    channels: int
    days: int
    """Working days of the quarter, numbered from 0."""


FRAME_FIELDS = ("owners", "teams", "channels", "days")
Draw = Callable[[np.random.Generator, Frame], Mapping[str, Any]]


@dataclass(frozen=True)
class Family:
    """A family that was read from a file."""

    path: Path
    name: str
    kind: str
    about: str
    cell: Draw

    def draw(self, luck: np.random.Generator, frame: Frame) -> Scenario:
        """Return one company of the family. `FamilyError` where what it says makes no company."""
        try:
            said = self.cell(luck, frame)
        except Exception as error:
            raise FamilyError(f"{self.path}: cell() failed: {type(error).__name__}: {error}") from error
        try:
            return read(said, days=frame.days)
        except FieldError as error:
            raise FamilyError(f"{self.path}: {error}") from error


def load(path: Path) -> Family:
    """Return the family in a file. `FamilyError` where there is none."""
    if not path.is_file():
        raise FamilyError(f"{path}: there is no such file")
    spec = importlib.util.spec_from_file_location(f"benchmark_family_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise FamilyError(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise FamilyError(f"{path}: cannot be read: {type(error).__name__}: {error}") from error
    version = getattr(module, "INTERFACE", None)
    if type(version) is not int or version != INTERFACE:
        raise FamilyError(f"{path}: INTERFACE is {version!r}; this program speaks version {INTERFACE}")
    name, kind, cell = (getattr(module, field, None) for field in ("NAME", "KIND", "cell"))
    if not isinstance(name, str) or not name.strip():
        raise FamilyError(f"{path}: NAME must be a text, not {name!r}")
    if kind not in KINDS:
        raise FamilyError(f"{path}: KIND must be one of {', '.join(KINDS)}, not {kind!r}")
    if not callable(cell):
        raise FamilyError(f"{path}: cell must be a function of (luck, frame)")
    return Family(path, name, str(kind), (module.__doc__ or "").strip(), cell)


def load_all(paths: list[Path]) -> list[Family]:
    """Return the families of files and of folders (every .py in them, by name). `FamilyError` for two of one name."""
    files: list[Path] = []
    for path in paths:
        files += sorted(p for p in path.glob("*.py") if not p.name.startswith("_")) if path.is_dir() else [path]
    families = [load(path) for path in files]
    names: dict[str, Path] = {}
    for family in families:
        if family.name in names:
            raise FamilyError(f"{family.path}: NAME {family.name!r} is that of {names[family.name]} too")
        names[family.name] = family.path
    return families
