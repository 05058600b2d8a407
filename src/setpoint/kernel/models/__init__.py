"""Tables of the kernel."""

from setpoint.kernel.models.attempt import SignInAttempt
from setpoint.kernel.models.company import Absence, ClockSetting, Company
from setpoint.kernel.models.jobs import Job, JobState, ScheduleMark
from setpoint.kernel.models.letters import EntryLetter, Purpose
from setpoint.kernel.models.people import Grant, Role, Team, User
from setpoint.kernel.models.tokens import ApiToken

__all__ = [
    "Absence",
    "ApiToken",
    "ClockSetting",
    "Company",
    "EntryLetter",
    "Grant",
    "Job",
    "JobState",
    "Purpose",
    "Role",
    "ScheduleMark",
    "SignInAttempt",
    "Team",
    "User",
]
