"""Tables of the activities domain."""

from setpoint.domains.activities.models.activity import Activity, ActivityKind, Priority
from setpoint.domains.activities.models.ending import Ending, Outcome
from setpoint.domains.activities.models.feed import Feed
from setpoint.domains.activities.models.participant import Answer, Participant

__all__ = ["Activity", "ActivityKind", "Answer", "Ending", "Feed", "Outcome", "Participant", "Priority"]
