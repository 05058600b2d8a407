"""A proposal: what a lever would change, as pure data. Database, simulator and tests read the same."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Change:
    """One value that would be written; the world or an operation of the domain interprets it."""

    kind: str
    """Kind of record ("sales.deal")."""
    id: int
    field: str
    before: Any
    after: Any
    unit: int
    """The unit of randomisation to which the change belongs: written where it is treated."""


@dataclass(frozen=True)
class Money:
    """Expected effect on the parameter's period result, in its smallest unit; 80 % interval."""

    mean: float
    q10: float
    q90: float


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A correction to be. Units are what is randomised (deals, owners); hold-outs are drawn from them later."""

    lever: str
    goal: int
    """Key of the goal in `control.situation.Goals.id` whose case it corrects."""
    scope_kind: str
    scope_id: int
    people: tuple[int, ...]
    """Users whose work it touches, rising."""
    unit_kind: str
    units: NDArray[np.int64]
    """(u,) ids of the candidates, the most useful first: fewer are taken from the front."""
    blocks: NDArray[np.int64]
    """(u,) block of each unit, within which treatment is randomised."""
    covariate: NDArray[np.float64]
    """(u,) outcome of each unit predicted without the correction."""
    changes: tuple[Change, ...]
    expected: Money
    cost: int
    """Minor units."""
    p_before: float
    p_after: float
    inputs: dict[str, Any] = field(default_factory=dict)
    """Every number that the explanation uses, JSON values."""
    window: int
    """Working days until the outcome is known."""
    expires: int
    """Ordinal of the last day on which it still makes sense."""

    def to_json(self) -> dict[str, Any]:
        """Return the proposal as JSON values."""
        arrays = {name: getattr(self, name).tolist() for name in ("units", "blocks", "covariate")}
        return asdict(self) | arrays | {"people": list(self.people), "changes": [asdict(c) for c in self.changes]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the proposal that `to_json` wrote."""
        arrays = {
            "units": np.array(data["units"], dtype=np.int64),
            "blocks": np.array(data["blocks"], dtype=np.int64),
            "covariate": np.array(data["covariate"], dtype=np.float64),
        }
        rest = {
            "people": tuple(data["people"]),
            "changes": tuple(Change(**change) for change in data["changes"]),
            "expected": Money(**data["expected"]),
        }
        return cls(**{**data, **arrays, **rest})

    def limited(self, units: NDArray[np.int64]) -> Self:
        """Return the proposal with the changes of these units only; what it is expected to do is left to the lever."""
        kept = np.isin(self.units, units)
        wanted = set(self.units[kept].tolist())
        return replace(
            self,
            units=self.units[kept],
            blocks=self.blocks[kept],
            covariate=self.covariate[kept],
            changes=tuple(change for change in self.changes if change.unit in wanted),
        )
