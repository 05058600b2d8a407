"""What may befall a company from one day to another: the hooks of a scenario."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Shock:
    """Something that lasts from `first` to `last`, both included."""

    first: date
    last: date

    def on(self, day: date) -> bool:
        """Say whether the shock lasts on `day`."""
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True)
class Absence(Shock):
    """These sellers (indices) are away."""

    owners: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Leaving(Shock):
    """A seller (index) is gone from `first` on; `last` is that day too. His book goes to his team."""

    owner: int


@dataclass(frozen=True, kw_only=True)
class Joining(Shock):
    """A seller (index) is not there before `first` and works at his full pace after the ramp; `last` is `first`."""

    owner: int


@dataclass(frozen=True, kw_only=True)
class Flood(Shock):
    """A seller receives `factor` times his fair share of new deals."""

    owner: int
    factor: float = 2.0


@dataclass(frozen=True, kw_only=True)
class Demand(Shock):
    """Arrivals are multiplied by `factor`, in one channel (index) or in all."""

    factor: float
    channel: int | None = None


@dataclass(frozen=True, kw_only=True)
class Competitor(Shock):
    """Touches of a team (index) or of all succeed less from a stage on; `log_odds` is added to advancing."""

    log_odds: float
    team: int | None = None
    from_stage: int = 0
