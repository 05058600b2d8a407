"""What a simulated company is like: every number of the world, with its unit.

The defaults are those of the prototype on which the loop was designed: 12 sellers, about 120 wins a quarter.
"""

from dataclasses import dataclass, field

from setpoint.simulation.shocks import Shock


@dataclass(frozen=True, kw_only=True)
class Stage:
    """How deals in one stage answer to touches and to silence."""

    advance: float  # chance that a touch moves the deal on (the last stage: wins it)
    loss: float  # chance that a touch ends the deal
    gap: int  # working days between two touches
    grace: int  # working days of silence that a customer forgives
    decay: float  # chance per working day of losing a deal silent for longer
    idle: float  # log-odds of advancing per working day of silence beyond the gap
    kinds: tuple[float, float, float]  # weights of call, e-mail, meeting
    reasons: tuple[float, ...] = (1.0,)  # weights of the loss reasons


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Where enquiries come from."""

    share: float  # weight among the channels
    log_odds: float = 0.0  # added to advancing
    beta: float = 0.6  # arrivals ~ spend ** beta


@dataclass(frozen=True, kw_only=True)
class Product:
    """What is sold."""

    price: int  # list price, minor units
    share: float = 1.0  # weight among the products
    log_odds: float = 0.0  # added to advancing


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How a seller orders his day without advice: weights of a score, highest first."""

    late_stage: float = 0.3  # per stage
    amount: float = 0.0  # per unit of the amount's natural logarithm
    freshness: float = -0.025  # per working day of age
    silence: float = 0.0  # per working day since the last touch
    liking: float = 0.7  # sd of a lasting preference for a deal
    whim: float = 0.7  # sd of the mood of a day


@dataclass(frozen=True, kw_only=True)
class Gaming:
    """What people do with a quota: with none of it, they just work."""

    sandbagging: float = 0.0  # chance that who has reached his quota leaves the rest for the next quarter
    pull_forward: float = 0.0  # log-odds of closing added in the last days of a quarter
    leakage: float = 0.0  # share of the amount given away for it
    last_days: int = 10  # calendar days before the end of a quarter in which both happen
    fake_touches: float = 0.0  # touches logged and never made, a share of the true ones


@dataclass(frozen=True, kw_only=True)
class Slips:
    """What people write down wrongly; the world itself is not changed by it."""

    late: float = 0.0  # share of touches, moves and closings entered later
    late_days: float = 3.0  # mean delay, calendar days
    missing: float = 0.0  # share of touches never entered
    duplicates: float = 0.0  # enquiries entered twice, a share


def _prototype_stages() -> tuple[Stage, ...]:
    return (
        Stage(advance=0.18, loss=0.22, gap=1, grace=1, decay=0.08, idle=-0.15, kinds=(0.7, 0.3, 0.0)),
        Stage(advance=0.15, loss=0.10, gap=2, grace=4, decay=0.02, idle=-0.05, kinds=(0.45, 0.3, 0.25)),
        Stage(advance=0.14, loss=0.08, gap=2, grace=4, decay=0.02, idle=-0.05, kinds=(0.4, 0.5, 0.1)),
        Stage(advance=0.16, loss=0.10, gap=2, grace=4, decay=0.015, idle=-0.05, kinds=(0.5, 0.35, 0.15)),
    )


def _prototype_channels() -> tuple[Channel, ...]:
    return (
        Channel(share=0.4, beta=0.6),
        Channel(share=0.25, log_odds=-0.2, beta=0.7),
        Channel(share=0.2, log_odds=0.25, beta=0.5),
        Channel(share=0.15, log_odds=0.1, beta=0.55),
    )


@dataclass(frozen=True, kw_only=True)
class WorldParameters:
    """A company and its market. Stages are qualification, meeting, proposal, closing."""

    teams: tuple[int, ...] = (6, 6)  # sellers per team; sellers are numbered through the teams
    country: str = "US"  # whose working days are kept (any country of the library `holidays`)
    load: float = 0.92  # touches that the arrivals need / touches that the sellers have
    touches_per_day: float = 13.5  # of a mean seller
    capacity_sd: float = 0.25  # between sellers, relative
    paces: tuple[float, ...] = ()  # touches of each seller relative to the mean; drawn where not given
    skills: tuple[float, ...] = ()  # of each seller, log-odds of advancing; drawn where not given
    skill_sd: float = 0.15  # between sellers, log-odds of advancing
    quality_sd: float = 0.25  # between deals, log-odds of advancing
    stages: tuple[Stage, ...] = field(default_factory=_prototype_stages)
    channels: tuple[Channel, ...] = field(default_factory=_prototype_channels)
    products: tuple[Product, ...] = (Product(price=250_000),)
    options_sd: float = 0.8  # of the logarithm of amount / list price
    rounding: int = 1_000  # amounts are multiples of so many minor units
    discount: float = 0.03  # mean share of the listed amount given away on winning
    dispersion: float = 8.0  # size of the negative binomial of a channel's day
    weekdays: tuple[float, ...] = (1.1, 1.05, 1.0, 0.95, 0.9, 0.4, 0.3)  # demand, Monday first
    months: tuple[float, ...] = (1.0,) * 12  # demand, January first
    closing_pull: tuple[float, float, float] = (0.0, 0.0, 0.0)  # last stage, log-odds, month of the quarter
    habit: Habit = field(default_factory=Habit)
    compliance: float = 0.7  # share of touches taken from the recommended order where there is one
    handover_harm: float = 0.0  # log-odds of advancing lost by a deal that changed hands
    idle_cap: int = 20  # working days of silence after which it gets no worse
    customers: int = 30_000  # in the market; some come back
    sick_spells: float = 1.5  # a year and seller
    sick_days: float = 4.0  # mean length of a spell, calendar days
    vacation: tuple[int, ...] = (14, 7)  # lengths, calendar days a year
    vacation_months: tuple[float, ...] = (0.4, 0.5, 0.6, 0.7, 0.9, 1.6, 3.0, 3.0, 1.0, 0.6, 0.4, 0.9)
    elasticity: float = 4.0  # log-odds of closing per unit of discount
    overtime_yield: float = 0.75  # of a touch made in overtime, against a usual one
    adstock: float = 0.8  # share of yesterday's spend that still works today
    ramp_days: int = 60  # calendar days until a new seller works at his full pace
    leaving_loss: float = 0.15  # share of a book that goes with a seller who leaves
    gaming: Gaming = field(default_factory=Gaming)
    slips: Slips = field(default_factory=Slips)
    decay_reasons: tuple[float, ...] = (1.0,)  # weights of the loss reasons of a neglected deal
    shocks: tuple[Shock, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a world that cannot be: `ValueError`."""
        for stage in self.stages:
            if not 0 < stage.advance + stage.loss < 1 or min(stage.advance, stage.loss) <= 0:
                raise ValueError("advance and loss of a stage must be positive and sum to less than one")
            if len(stage.reasons) != len(self.decay_reasons):
                raise ValueError("every stage needs a weight for each loss reason")
        if min(self.teams, default=0) < 1:
            raise ValueError("a team needs a seller")
        if self.paces and (len(self.paces) != self.owners or min(self.paces) <= 0):
            raise ValueError("each seller has one pace, and it is positive")
        if self.skills and len(self.skills) != self.owners:
            raise ValueError("each seller has one skill")
        if not 0 <= self.compliance <= 1:
            raise ValueError("compliance is a share")

    @property
    def owners(self) -> int:
        """The number of sellers."""
        return sum(self.teams)

    @property
    def touches_per_deal(self) -> float:
        """Touches that a deal needs when it is never neglected."""
        needed, reached = 0.0, 1.0
        for stage in self.stages:
            needed += reached / (stage.advance + stage.loss)
            reached *= stage.advance / (stage.advance + stage.loss)
        return needed

    @property
    def attendance(self) -> float:
        """The mean share of days on which a seller is there."""
        return 1 - (self.sick_spells * self.sick_days + sum(self.vacation)) / 365
