"""What the administrator decides about control: the budget of false alarms, tolerances, what counts as too little."""

from dataclasses import dataclass, field

from setpoint.analysis.classes import Tolerance


@dataclass(frozen=True)
class Rules:
    """Defaults of loop mathematics 3.1 and 3.6."""

    budget: float = 2.0
    """False alarms per manager and month."""
    indifference: float = 0.10
    """Shift of a process that is let be."""
    few_wins: int = 40
    """Wins a quarter below which a chance of the plan says too little."""
    tolerance: Tolerance = field(default_factory=Tolerance)
