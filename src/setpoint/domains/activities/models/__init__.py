"""Tables of the activities domain."""

from setpoint.domains.activities.models.activity import Activity, ActivityKind, Priority
from setpoint.domains.activities.models.ending import Ending, Outcome
from setpoint.domains.activities.models.feed import Feed
from setpoint.domains.activities.models.participant import Answer, Participant
from setpoint.domains.activities.models.sequence import Enrolment, Sequence, SequenceStep, StepKind

__all__ = [
    "Activity",
    "ActivityKind",
    "Answer",
    "Ending",
    "Enrolment",
    "Feed",
    "Outcome",
    "Participant",
    "Priority",
    "Sequence",
    "SequenceStep",
    "StepKind",
]
