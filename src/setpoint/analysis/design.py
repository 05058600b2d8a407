"""Which experiment measures a lever: chosen by what can be randomised, graded by how far to trust it."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a lever acts on."""

    ITEM = "item"
    OWNER = "owner"
    TEAM = "team"
    NODE = "node"


@dataclass(frozen=True)
class Design:
    """How an effect will be measured."""

    name: str
    grade: str
    """A (randomised items) to E (before and after: shown, never learnt from)."""
    bias_sd: float
    """Standard deviation added to the estimate's own, in units of the effect; inf for E."""

    @property
    def teaches(self) -> bool:
        """True where the lever's belief may learn from it."""
        return self.grade != "E"


HOLD_OUT = Design("hold-out", "A", 0.0)
OWNER_WEEKS = Design("owner-weeks", "B", 0.01)
SWITCHBACK = Design("switchback", "B", 0.02)
DIFFERENCES = Design("difference-in-differences", "C", 0.05)
TIME_SERIES = Design("structural-time-series", "D", 0.10)
BEFORE_AFTER = Design("before-after", "E", float("inf"))

FEWEST_ITEMS = 4
FEWEST_OWNERS = 2
FEWEST_CONTROLS = 8
FEWEST_PERIODS = 26


def choose_design(
    unit: Unit, *, units: int, can_randomise: bool = True, control_nodes: int = 0, periods_before: int = 0
) -> Design:
    """The best design that `units` candidates, control nodes and weeks of history allow. Loop 5.1."""
    if can_randomise and unit is Unit.ITEM and units >= FEWEST_ITEMS:
        return HOLD_OUT
    if can_randomise and unit is Unit.OWNER and units >= FEWEST_OWNERS:
        return OWNER_WEEKS
    if can_randomise and unit is Unit.TEAM:
        return SWITCHBACK
    if control_nodes >= FEWEST_CONTROLS:
        return DIFFERENCES
    if control_nodes > 0 and periods_before >= FEWEST_PERIODS:
        return TIME_SERIES
    return BEFORE_AFTER
