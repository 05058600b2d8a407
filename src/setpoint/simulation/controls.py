"""What may be turned on a day besides who has which deal and in which order: effort, price, spend."""

from dataclasses import dataclass

import numpy as np

from setpoint.simulation.draws import Bools, Floats


@dataclass(frozen=True, kw_only=True)
class Controls:
    """Settings of one day; `FREE` leaves everything as it is and costs nothing."""

    overtime: float | Floats = 0.0
    """Share of touches made beyond the usual ones, [owner] or one for all; they yield less and cost more."""
    discount: float = 0.0
    """Share of the amount given away on deals in the last stage."""
    spend: tuple[float, ...] = ()
    """[channel] spend relative to the usual one; none given: the usual."""
    holding_back: Bools | None = None
    """[owner] sellers who leave their last stage alone until the next quarter: people, not a setting."""

    @property
    def plain_spend(self) -> bool:
        """Whether every channel gets its usual money."""
        return not self.spend or bool(np.allclose(self.spend, 1.0))


FREE = Controls()
