"""Tables of the plan."""

from setpoint.loop.plan.models.commitment import Commitment
from setpoint.loop.plan.models.goal import Goal
from setpoint.loop.plan.models.plan import Plan, PlanVersion, VersionKind

__all__ = ["Commitment", "Goal", "Plan", "PlanVersion", "VersionKind"]
