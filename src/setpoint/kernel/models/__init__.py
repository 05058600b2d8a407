"""Tables of the kernel."""

from setpoint.kernel.models.attempt import SignInAttempt
from setpoint.kernel.models.calendar import BusinessCalendar, OwnDay, Shift
from setpoint.kernel.models.company import Absence, ClockSetting, Company
from setpoint.kernel.models.jobs import Job, JobState, ScheduleMark
from setpoint.kernel.models.letters import EntryLetter, Purpose
from setpoint.kernel.models.people import Grant, Role, Team, User
from setpoint.kernel.models.reach import Deputy, FieldLevel, FieldRight, Suspension, Territory
from setpoint.kernel.models.tokens import ApiToken

__all__ = [
    "Absence",
    "ApiToken",
    "BusinessCalendar",
    "ClockSetting",
    "Company",
    "Deputy",
    "EntryLetter",
    "FieldLevel",
    "FieldRight",
    "Grant",
    "Job",
    "JobState",
    "OwnDay",
    "Purpose",
    "Role",
    "ScheduleMark",
    "Shift",
    "SignInAttempt",
    "Suspension",
    "Team",
    "Territory",
    "User",
]
