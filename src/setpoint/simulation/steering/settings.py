"""What the company believes of its levers and lets them do: rows of the database, here in memory."""

from dataclasses import dataclass, field

from setpoint.analysis.belief import Belief, hold_out_share
from setpoint.analysis.design import Unit
from setpoint.loop.act.levers import Authority, Terms

SURE = 0.05
"""P(harm) below which half of the hold-out is enough to go on watching a lever that has been measured."""


@dataclass
class Setting:
    """A lever of the benchmark with what has been learnt of it."""

    key: str
    authority: Authority
    unit: Unit
    belief: Belief
    dose: int
    window: int
    hold_days: int
    limits: dict[str, float]
    relative: bool = False
    prior: Belief = field(init=False)
    first_dose: int = field(init=False)
    on: bool = True
    treated: int = 0
    held: int = 0
    measured: int = 0

    def __post_init__(self) -> None:
        """Remember how it began."""
        self.prior, self.first_dose = self.belief, self.dose

    @property
    def hold_share(self) -> float:
        """Share left alone for comparison: less where much was measured and harm is unlikely."""
        share = hold_out_share(self.belief)
        return share / 2 if self.measured and self.belief.p_harm < SURE else share

    def terms(self, held: dict[str, frozenset[int]]) -> Terms:
        """Return what the lever may count on now."""
        return Terms(self.belief, self.dose, self.hold_share, self.limits, held)
