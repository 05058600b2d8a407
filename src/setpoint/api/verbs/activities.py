"""Activities beyond their values: who takes part, answers, and sequences of steps."""

from collections.abc import Sequence as Rows
from dataclasses import dataclass
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field

from setpoint.api.resources.base import named
from setpoint.api.verbs.base import verb
from setpoint.domains.activities.models import Activity, Enrolment, Participant, Sequence, SequenceStep
from setpoint.domains.activities.operations import activities, endings, invitations, sequences
from setpoint.kernel.actors import Actor

Kind = Literal["customers.party", "sales.deal", "sales.lead"]
Ids = Annotated[list[Annotated[int, Field(ge=1, le=2**63 - 1)]], Field(min_length=1, max_length=500)]


@dataclass
class Step:
    """A step: what is done, so many working days after the step before."""

    kind: Literal["task", "call", "email"]
    subject: Annotated[str, Field(max_length=200)]
    wait_days: Annotated[int, Field(ge=0, le=365)] = 0
    text: str = ""


def invite(activity: Activity, *, users: Rows[int] = (), customers: Rows[int] = (), by: Actor) -> Activity:
    """Say who takes part: people of the company and customers, exactly these."""
    named("kernel.user", list(users), by, "users")
    named("customers.party", list(customers), by, "customers")
    return activities.invite(activity, users=users, parties=customers, by=by)


def reopen(*, ids: Ids, by: Actor) -> int:
    """Take ended activities up again; return how many were ended."""
    return endings.reopen_many(list(named("activities.activity", ids, by, "ids")), by=by)


def answer(participant: Participant, *, said: Literal["accepted", "declined", "tentative"], by: Actor) -> Participant:
    """Say whether one comes."""
    if participant.user_id != by.user_id:
        raise ValidationError({"participant": _("Everybody answers for himself.")})
    return invitations.answer(participant, said, by=by)


def create_sequence(*, name: Annotated[str, Field(max_length=120)], steps: Rows[Step], by: Actor) -> Sequence:
    """Make a sequence of steps."""
    return sequences.save(Sequence(name=name), _steps(steps), by=by)


def change_sequence(
    sequence: Sequence, *, name: Annotated[str, Field(max_length=120)], steps: Rows[Step], by: Actor
) -> Sequence:
    """Let a sequence have exactly these steps; who is in it goes on at the step of the same place."""
    sequence.name = name
    return sequences.save(sequence, _steps(steps), by=by)


def enrol(sequence: Sequence, *, kind: Kind, ids: Ids, by: Actor) -> int:
    """Let records go through a sequence; return how many were not in it."""
    return len(sequences.enrol_many(sequence, kind, list(named(kind, ids, by, "ids")), by=by))


def leave(enrolment: Enrolment, *, by: Actor) -> int:
    """Let a record go through a sequence no more."""
    return sequences.leave_many([enrolment.pk], by=by)


def _steps(steps: Rows[Step]) -> list[SequenceStep]:
    return [SequenceStep(kind=one.kind, subject=one.subject, wait_days=one.wait_days, text=one.text) for one in steps]


verb("invite_to_activity", "PUT", "activities/{activity}/participants", invite)
verb("end_activity", "POST", "activities/{activity}/ending", endings.end)
verb("reopen_activities", "POST", "activities/reopening", reopen)
verb("answer_invitation", "PUT", "participants/{participant}/answer", answer)
verb("create_sequence", "POST", "sequences", create_sequence)
verb("change_sequence", "PUT", "sequences/{sequence}", change_sequence)
verb("enrol_in_sequence", "POST", "sequences/{sequence}/enrolments", enrol)
verb("leave_sequence", "DELETE", "enrolments/{enrolment}", leave)
