"""Meetings leave as .ics invitations, answers come back; a feed is read by its link; what is broken is refused."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from setpoint.domains.activities import ics, inviting
from setpoint.domains.activities.models import Activity, Participant
from setpoint.domains.activities.operations import activities, endings, invitations
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.loop.inform.models import Mail
from setpoint.loop.inform.operations import mails
from tests.cast import MONDAY, Cast
from tests.domains.activities.test_activities import HOUR, a_call
from tests.web.conftest import signed_in

REPLY = """BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{uid}\r
DTSTAMP:20260302T100000Z\r\nDTSTART:20260302T100000Z\r
ATTENDEE;PARTSTAT=ACCEPTED;CN=Ivan:mailto:Ivan@petrov.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""


def a_meeting(cast: Cast, **values: object) -> Activity:
    """A meeting of Sara's with Ivan and Semyon."""
    said = {"kind": "meeting", "subject": "Look at the plot", "minutes": 60, "place": "Oak Lane 3"}
    return a_call(cast, **(said | {"users": [cast.semyon.pk], "parties": [cast.ivan.pk]} | values))


def sent() -> list[tuple[str, str, str, int]]:
    """Return (to, method, status, sequence) of what lies in the outbox."""
    rows = [(row, Calendar.from_ical(row.calendar)) for row in Mail.objects.order_by("pk")]
    events = [(row, one, one.walk("VEVENT")[0]) for row, one in rows]
    return [(row.to, str(one["method"]), str(event["status"]), int(event["sequence"])) for row, one, event in events]


def test_who_takes_part_is_invited_told_of_changes_and_of_the_end(cast: Cast) -> None:
    row, by = a_meeting(cast), Actor.of(cast.sara)
    activities.change(row, {"due_at": MONDAY + 3 * HOUR}, by=by)
    activities.change(row, {"priority": 1}, by=by)
    endings.end(row, "cancelled", by=by)
    semyon, ivan = cast.semyon.email, "ivan@petrov.example"
    assert sorted(sent()) == sorted(
        [(to, *said) for to in (semyon, ivan) for said in (("REQUEST", "CONFIRMED", 0), ("REQUEST", "CONFIRMED", 1))]
        + [(to, "CANCEL", "CANCELLED", 2) for to in (semyon, ivan)]
    )


def test_the_letter_carries_the_calendar_with_its_method(cast: Cast, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    a_meeting(cast, users=[])
    assert mails.deliver_due() == 1
    (part,) = [one for one in mail.outbox[0].message().walk() if one.get_content_type() == "text/calendar"]
    event = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]
    assert (part.get_param("method"), str(event["organizer"])) == ("REQUEST", f"mailto:{cast.sara.email}")
    assert str(event["attendee"]) == "mailto:ivan@petrov.example"
    assert "/invitations/" in mail.outbox[0].body


def test_calls_private_meetings_and_what_is_imported_invite_nobody(cast: Cast) -> None:
    a_call(cast, parties=[cast.ivan.pk])
    a_meeting(cast, private=True)
    assert not Mail.objects.exists()


def test_an_answer_comes_by_the_link_of_the_letter_but_not_by_opening_it(cast: Cast) -> None:
    guest = Participant.objects.get(activity=a_meeting(cast, users=[]))
    address, stranger = f"/invitations/{inviting.key_of(guest)}", Client()
    assert "Look at the plot" in stranger.get(address).content.decode()
    assert Participant.objects.get().answer == "needs-action"
    stranger.post(address, {"answer": "declined"})
    assert Participant.objects.get().answer == "declined"
    assert stranger.get("/invitations/guessed").status_code == 404


def test_an_answer_comes_as_a_file_once(cast: Cast) -> None:
    row = a_meeting(cast, users=[])
    reply = REPLY.format(uid=row.uid)
    assert [invitations.take_replies(reply, by=SYSTEM), invitations.take_replies(reply, by=SYSTEM)] == [1, 0]
    assert Fact.objects.filter(kind="activities.answered").count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("BEGIN:VCALENDAR", "no calendar that can be read"),
        ("no calendar at all", "no calendar that can be read"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no event"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "when it begins"),
        (REPLY.format(uid="1").replace("METHOD:REPLY", "METHOD:REQUEST"), "no answer"),
        (REPLY.format(uid="1"), "Nobody who is invited"),
    ],
)
def test_a_broken_calendar_is_refused_with_its_reason_and_nothing_is_taken(cast: Cast, text, words) -> None:
    page = signed_in(cast.sara).post("/settings/calendar/replies", {"file": SimpleUploadedFile("a.ics", text.encode())})
    assert (page.status_code, Fact.objects.filter(kind="activities.answered").count()) == (422, 0)
    assert words in page.content.decode()
    with pytest.raises(ValidationError, match=words):
        invitations.take_replies(text, by=SYSTEM)


@given(st.binary(max_size=300))
def test_whatever_comes_is_read_or_refused(data) -> None:
    with pytest.raises(ValidationError):
        ics.read(b"BEGIN:VCALENDAR\r\n" + data)


def test_a_feed_is_read_by_its_link_until_it_is_taken_away(cast: Cast) -> None:
    row = a_meeting(cast, repeat="FREQ=WEEKLY")
    a_call(cast, subject="Semyon's", owner=cast.sara, due_at=MONDAY - timedelta(days=100))
    sara = signed_in(cast.sara)
    page = sara.post("/settings/calendar/feed").content.decode()
    link = page.partition("<code>")[2].partition("</code>")[0].removeprefix("http://testserver")
    (event,) = ics.read(Client().get(link).content)
    assert (event.uid, event.repeat, event.due_at, event.minutes) == (row.uid, "FREQ=WEEKLY", MONDAY + HOUR, 60)
    sara.post("/settings/calendar/feed", {"_method": "DELETE"})
    assert Client().get(link).status_code == 404
