"""Admissibility classes: green, yellow, orange, red, grey, with hysteresis."""

from dataclasses import dataclass
from enum import IntEnum


class Admissibility(IntEnum):
    """How admissible a deviation is; a greater number is worse. GREY stands outside the order."""

    GREY = -1
    GREEN = 0
    YELLOW = 1
    ORANGE = 2
    RED = 3


@dataclass(frozen=True)
class Tolerance:
    """Thresholds of the classes; defaults of loop mathematics 3.1."""

    green: float = 0.80
    yellow: float = 0.50
    red: float = 0.30
    alarm_money: float = 0.01
    completeness: float = 0.80
    past_dates: float = 0.20
    hysteresis: float = 0.05
    evaluations: int = 2


@dataclass(frozen=True)
class Evidence:
    """What one evaluation knows of one goal. Probabilities and shares in 0..1."""

    p_hit: float
    p_hit_with_corrections: float
    """P(hit) with the best permitted corrections; equal to p_hit where none is known."""
    money_share: float = 0.0
    """Money at risk as a share of the plan."""
    alarm: bool = False
    completeness: float = 1.0
    past_dates: float = 0.0
    """Share of open items whose expected close date has passed."""
    unknown: bool = False
    """The figures mean nothing: too little data, or none to be trusted."""


@dataclass(frozen=True)
class Verdict:
    """A class and the number of evaluations in a row that asked for a better one."""

    admissibility: Admissibility
    streak: int = 0


def classify(previous: Verdict | None, evidence: Evidence, tolerance: Tolerance | None = None) -> Verdict:
    """Next verdict: worse at once, better only `hysteresis` beyond the threshold `evaluations` times running.

    Grey comes and goes at once; after grey the class starts afresh. Source: loop mathematics 3.1.
    """
    limits = tolerance or Tolerance()
    unsound = evidence.completeness < limits.completeness or evidence.past_dates > limits.past_dates
    if unsound or evidence.unknown or not 0 <= evidence.p_hit <= 1:
        return Verdict(Admissibility.GREY)
    now = _plain(evidence, limits, margin=0.0)
    if previous is None or previous.admissibility is Admissibility.GREY or now >= previous.admissibility:
        return Verdict(now)
    surely = _plain(evidence, limits, margin=limits.hysteresis)
    if surely >= previous.admissibility:
        return Verdict(previous.admissibility)
    streak = previous.streak + 1
    return Verdict(surely) if streak >= limits.evaluations else Verdict(previous.admissibility, streak)


def _plain(evidence: Evidence, limits: Tolerance, margin: float) -> Admissibility:
    """Class of one evaluation by itself, every probability threshold raised by the margin."""
    if evidence.p_hit < limits.yellow + margin and evidence.p_hit_with_corrections < limits.red + margin:
        return Admissibility.RED
    if evidence.p_hit < limits.yellow + margin or (evidence.alarm and evidence.money_share >= limits.alarm_money):
        return Admissibility.ORANGE
    if evidence.p_hit < limits.green + margin or evidence.alarm:
        return Admissibility.YELLOW
    return Admissibility.GREEN
