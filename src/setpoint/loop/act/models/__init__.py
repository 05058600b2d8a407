"""Tables of operational management."""

from setpoint.loop.act.models.assignment import Arm, Assignment
from setpoint.loop.act.models.correction import Affected, Correction, DeclineReason, State
from setpoint.loop.act.models.lease import ParameterLease
from setpoint.loop.act.models.lever import LeverSetting
from setpoint.loop.act.models.team_authority import TeamAuthority

__all__ = [
    "Affected",
    "Arm",
    "Assignment",
    "Correction",
    "DeclineReason",
    "LeverSetting",
    "ParameterLease",
    "State",
    "TeamAuthority",
]
