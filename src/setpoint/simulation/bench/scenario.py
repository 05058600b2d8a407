"""One company of a family: its parameters, and what befalls it by working day of the quarter."""

from dataclasses import dataclass, replace
from typing import Any

from setpoint.simulation.bench.clock import Quarter
from setpoint.simulation.parameters import WorldParameters
from setpoint.simulation.shocks import Absence, Competitor, Demand, Flood, Joining, Leaving, Shock

KINDS: dict[str, type[Shock]] = {
    "absence": Absence,
    "demand": Demand,
    "competitor": Competitor,
    "flood": Flood,
    "leaving": Leaving,
    "joining": Joining,
}


@dataclass(frozen=True)
class Befalls:
    """A shock by numbers of working days, 0 the first of the quarter."""

    kind: str
    first_day: int
    last_day: int
    rest: dict[str, Any]

    def dated(self, quarter: Quarter) -> Shock:
        """Return the shock with dates."""
        return KINDS[self.kind](first=quarter.day(self.first_day), last=quarter.day(self.last_day), **self.rest)


@dataclass(frozen=True)
class Scenario:
    """A company and what befalls it."""

    parameters: WorldParameters
    acceptance: float
    """Share of the proposals that need a yes and get it."""
    shocks: tuple[Befalls, ...]

    def struck(self, quarter: Quarter) -> WorldParameters:
        """Return the parameters with the shocks of the quarter."""
        return replace(self.parameters, shocks=tuple(shock.dated(quarter) for shock in self.shocks))
