"""Activities as iCalendar (RFC 5545), and as invitations (RFC 5546), written and read by the icalendar library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vRecur, vText

from setpoint.domains.activities.models import Activity, Answer
from setpoint.kernel.clock import company_zone, machine_now

MAKER = "-//Setpoint//Activities//EN"
LARGEST = 2_000_000
PRIORITIES = {1: 1, 2: 5, 3: 9}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Guest:
    """Who is invited."""

    name: str
    email: str
    answer: str = Answer.NONE


@dataclass(frozen=True)
class Read:
    """An event as a file tells it. `due_at` aware; `answers` are (address, PARTSTAT); `cancelled` where it is off."""

    uid: str
    subject: str
    note: str
    place: str
    due_at: datetime
    all_day: bool
    minutes: int
    repeat: str
    sequence: int
    private: bool
    cancelled: bool
    answers: tuple[tuple[str, str], ...]


def write(rows: Sequence[Activity], *, method: str = "", guests: Sequence[Guest] = (), name: str = "") -> str:
    """Return a calendar of activities; with a `method` it is an invitation of one to its guests."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    zone = company_zone()
    for row in rows:
        calendar.add_component(_event(row, zone, method, guests))
    return str(calendar.to_ical().decode())


def _event(row: Activity, zone: ZoneInfo, method: str, guests: Sequence[Guest]) -> Event:
    event, local = Event(), row.due_at.astimezone(zone)
    event.add("uid", row.uid)
    event.add("dtstamp", machine_now())
    event.add("sequence", row.sequence)
    event.add("summary", row.subject)
    if row.note:
        event.add("description", row.note)
    if row.place:
        event.add("location", row.place)
    if row.all_day:
        event.add("dtstart", local.date())
        event.add("dtend", local.date() + DAY)
    else:
        event.add("dtstart", local)
        event.add("dtend", local + timedelta(minutes=row.minutes))
    event.add("priority", PRIORITIES.get(row.priority, 5))
    # each occurrence of an invitation is its own; a feed shows what the rule will bring
    if row.repeat and not method and row.closed_at is None:
        event.add("rrule", vRecur.from_ical(row.repeat))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("class", "PRIVATE" if row.private else "PUBLIC")
    if method:
        event["organizer"] = _address(row.owner.name, row.owner.email)
        for guest in guests:
            who = _address(guest.name, guest.email)
            who.params["partstat"] = vText(guest.answer.upper())
            who.params["rsvp"] = vText("TRUE")
            event.add("attendee", who, encode=False)
    return event


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["cn"] = vText(name)
    return address


def read(text: str | bytes, field: str = "file") -> list[Read]:
    """Return the events of a file. ValidationError at `field` says what is broken, and then nothing is read."""
    if len(text) > LARGEST:
        raise ValidationError({field: _("This calendar is larger than 2 MB. Send fewer events.")})
    try:
        calendar = Calendar.from_ical(text)
        found = [_read(event) for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    except ValidationError as refusal:
        raise ValidationError({field: refusal.messages}) from refusal
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as wrong:
        told = _("This is no calendar that can be read (RFC 5545): %(why)s") % {"why": str(wrong)[:120]}
        raise ValidationError({field: told}) from wrong
    if not found:
        raise ValidationError({field: _("There is no event in this calendar.")})
    return found


def method_of(text: str | bytes) -> str:
    """Return the METHOD of a calendar that `read` has taken, "" where it has none."""
    return str(Calendar.from_ical(text).get("method", "")).upper()


def _read(event: Event) -> Read:
    uid, start = str(event.get("uid", "")), event.get("dtstart")
    if not uid:
        raise ValidationError(_("An event has no UID."))
    if start is None:
        raise ValidationError(_("The event “%(uid)s” does not say when it begins (DTSTART).") % {"uid": uid[:60]})
    begins, zone = start.dt, company_zone()
    all_day = not isinstance(begins, datetime)
    due = _moment(begins, zone)
    ends = event.get("dtend")
    length = event.get("duration")
    lasts = _moment(ends.dt, zone) - due if ends is not None else (length.dt if length is not None else timedelta())
    if lasts < timedelta():
        raise ValidationError(_("The event “%(uid)s” ends before it begins.") % {"uid": uid[:60]})
    rule = event.get("rrule")
    attendees = event.get("attendee", [])
    several = attendees if isinstance(attendees, list) else [attendees]
    return Read(
        uid=uid[:255],
        subject=str(event.get("summary", "")).strip()[:200] or "-",
        note=str(event.get("description", ""))[:10_000],
        place=str(event.get("location", ""))[:200],
        due_at=due,
        all_day=all_day,
        minutes=0 if all_day else int(lasts.total_seconds() // 60),
        repeat=rule.to_ical().decode() if rule is not None and not isinstance(rule, list) else "",
        sequence=int(event.get("sequence", 0)),
        private=str(event.get("class", "")).upper() in {"PRIVATE", "CONFIDENTIAL"},
        cancelled=str(event.get("status", "")).upper() == "CANCELLED",
        answers=tuple(
            (str(one).lower().removeprefix("mailto:"), str(one.params.get("partstat", "")).lower()) for one in several
        ),
    )


def _moment(value: date | datetime, zone: ZoneInfo) -> datetime:
    if isinstance(value, datetime):
        # without a zone it floats: the wall clock of the company
        return value if value.tzinfo else value.replace(tzinfo=zone)
    return datetime.combine(value, time(), zone)
