"""Tables of the kernel."""

from setpoint.kernel.models.attempt import SignInAttempt
from setpoint.kernel.models.company import Absence, ClockSetting, Company
from setpoint.kernel.models.jobs import Job, JobState, ScheduleMark
from setpoint.kernel.models.people import Grant, Role, Team, User

__all__ = [
    "Absence",
    "ClockSetting",
    "Company",
    "Grant",
    "Job",
    "JobState",
    "Role",
    "ScheduleMark",
    "SignInAttempt",
    "Team",
    "User",
]
