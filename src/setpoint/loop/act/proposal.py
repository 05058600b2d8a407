"""A proposal: what a lever would change, as pure data. Database, simulator and tests read the same."""

from dataclasses import dataclass, field
from typing import Any

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


@dataclass(frozen=True)
class Money:
    """Expected effect on the parameter's period result, in its smallest unit."""

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
    unit_kind: str
    units: NDArray[np.int64]
    """(u,) ids of the candidates."""
    blocks: NDArray[np.int64]
    """(u,) block of each unit, within which treatment is randomised."""
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
