"""One call of every operation of activities, with what it needs already there."""

from collections.abc import Callable
from datetime import timedelta

from setpoint.domains.activities.models import Activity, Enrolment, Sequence, SequenceStep
from setpoint.domains.activities.operations import activities, endings, feeds, invitations, reminders, sequences
from setpoint.domains.activities.operations.activities import NewActivity
from setpoint.domains.exchange.operations import calendar_accounts
from setpoint.kernel.actors import SYSTEM, Actor
from tests.cast import MONDAY, Cast

REPLY = """BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:20260302T100000Z\r
ATTENDEE;PARTSTAT=ACCEPTED:mailto:ivan@petrov.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""


def an_activity(cast: Cast, **values: object) -> Activity:
    """Plan something for Sara."""
    said = {"subject": "Send samples", "owner": cast.sara, "customer": cast.oak, "due_at": MONDAY}
    return activities.plan(NewActivity(**(said | values)), by=SYSTEM)


def a_step(**values: object) -> SequenceStep:
    """A call at once."""
    return SequenceStep(**({"kind": "call", "subject": "Call"} | values))


def activity_examples(c: Cast) -> dict[Callable[..., object], Callable[[], object]]:
    """Return one call of each operation."""
    row, ended = an_activity(c, remind_minutes=10), an_activity(c)
    endings.end(ended, by=SYSTEM)
    series, cool = (sequences.save(Sequence(name=name), [a_step()], by=SYSTEM) for name in ("Warm", "Cool"))
    (inside,) = sequences.enrol_many(series, "customers.party", [c.oak.pk], by=Actor.of(c.olga))
    left = {"about_kind": "customers.party", "about_id": c.ivan.pk, "customer": c.ivan, "owner": c.sara}
    Enrolment.objects.create(sequence=series, due_at=MONDAY, enrolled_at=MONDAY, **left)
    feeds.make(c.semyon, by=SYSTEM)
    account = {"url": "https://calendar.example/sara/", "login": "sara", "password": "secret"}
    calendar_accounts.connect(c.semyon, **account, by=SYSTEM)
    meeting = an_activity(c, kind="meeting", parties=[c.ivan.pk])
    guest, reply = meeting.participants.get(), REPLY.format(uid=meeting.uid)
    new = NewActivity(subject="Call", owner=c.sara, due_at=MONDAY)
    later = {"due_at": MONDAY + timedelta(days=1)}
    return {
        activities.plan: lambda: activities.plan(new, by=SYSTEM),
        activities.plan_many: lambda: activities.plan_many([new], by=SYSTEM),
        activities.change: lambda: activities.change(row, later, by=SYSTEM),
        activities.change_many: lambda: activities.change_many({row.pk: later}, by=SYSTEM),
        activities.invite: lambda: activities.invite(row, users=[c.semyon.pk], parties=[c.ivan.pk], by=SYSTEM),
        activities.give_many: lambda: activities.give_many({row.pk: c.semyon}, by=SYSTEM),
        endings.end: lambda: endings.end(row, by=SYSTEM),
        endings.end_many: lambda: endings.end_many({row.pk: "done"}, by=SYSTEM),
        endings.reopen_many: lambda: endings.reopen_many([ended.pk], by=SYSTEM),
        calendar_accounts.connect: lambda: calendar_accounts.connect(c.sara, **account, by=SYSTEM),
        calendar_accounts.disconnect: lambda: calendar_accounts.disconnect(c.semyon, by=SYSTEM),
        sequences.save: lambda: sequences.save(Sequence(name="Cold"), [a_step()], by=SYSTEM),
        sequences.enrol_many: lambda: sequences.enrol_many(cool, "customers.party", [c.ivan.pk], by=Actor.of(c.olga)),
        sequences.leave_many: lambda: sequences.leave_many([inside.pk], by=SYSTEM),
        sequences.advance: lambda: sequences.advance(by=SYSTEM),
        feeds.make: lambda: feeds.make(c.sara, by=SYSTEM),
        feeds.withdraw: lambda: feeds.withdraw(c.semyon, by=SYSTEM),
        invitations.answer: lambda: invitations.answer(guest, "accepted", by=SYSTEM),
        invitations.take_replies: lambda: invitations.take_replies(reply, by=SYSTEM),
        reminders.remind: lambda: reminders.remind(by=SYSTEM),
    }
