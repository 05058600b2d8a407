"""Invitations to meetings leave as .ics letters (RFC 5546), each with a link by which it is answered."""

from collections.abc import Collection, Sequence

from django.core import signing
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from setpoint.domains.activities import ics
from setpoint.domains.activities.models import Activity, ActivityKind, Participant
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Company
from setpoint.loop.inform.address import site
from setpoint.loop.inform.operations import mails
from setpoint.platform import channel_rules

SALT = "activities.answer"
REQUEST, CANCEL = "REQUEST", "CANCEL"
TELL_THE_PAST = ("import", "simulation")


def send(row: Activity, method: str, participants: Collection[Participant] | None = None) -> int:
    """Post the invitation of a meeting, or its cancellation, to who takes part and has an address; return to how many.

    Part of the caller's operation and transaction. ValidationError at `guests` where a rule of channels refuses.
    """
    if row.kind != ActivityKind.MEETING or row.private:
        return 0
    there = row.participants.select_related("user", "party") if participants is None else participants
    guests = {one.pk: guest for one in there if (guest := _guest(one)) is not None}
    if any(one.party_id and one.pk in guests for one in there):
        sending = channel_rules.Sending("email", channel_rules.INVITATION, row.owner.team_id, company_now())
        channel_rules.require(sending, "guests")
    company = Company.objects.get()
    for one in there:
        if one.pk in guests:
            _post(row, method, one, guests[one.pk], list(guests.values()), company)
    return len(guests)


def send_many(rows: Sequence[Activity], method: str, by: Actor) -> None:
    """Post the invitations of those of the activities that are meetings; of what is told of the past, none."""
    meetings = {row.pk: row for row in rows if row.kind == ActivityKind.MEETING}
    if not meetings or by.kind in TELL_THE_PAST:
        return
    there: dict[int, list[Participant]] = {}
    for one in Participant.objects.filter(activity__in=meetings).select_related("user", "party"):
        there.setdefault(one.activity_id, []).append(one)
    for pk, participants in there.items():
        send(meetings[pk], method, participants)


def key_of(participant: Participant) -> str:
    """Return what opens the page of an answer: nobody makes it up."""
    return signing.dumps(participant.pk, salt=SALT)


def opened(key: str) -> Participant | None:
    """Return whose invitation a key opens, None for a strange one or where he is invited no more."""
    try:
        number = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        return None
    rows = Participant.objects.select_related("activity__owner", "user", "party")
    return rows.filter(pk=number, activity__closed_at=None).first()


def _guest(one: Participant) -> ics.Guest | None:
    name = one.user.name if one.user else one.party.name if one.party else ""
    return ics.Guest(name, address_of(one), one.answer) if address_of(one) else None


def address_of(one: Participant) -> str:
    """Return the e-mail address of who takes part, "" where he has none."""
    return one.user.email if one.user else one.party.email if one.party else ""


def _post(
    row: Activity, method: str, one: Participant, guest: ics.Guest, guests: list[ics.Guest], company: Company
) -> None:
    language = one.user.language if one.user else company.language
    with override(language):
        subject = (_("Cancelled: %(subject)s") if method == CANCEL else _("Invitation: %(subject)s")) % {
            "subject": row.subject
        }
        context = {
            "activity": row,
            "cancelled": method == CANCEL,
            "company": company,
            "url": f"{site()}/invitations/{key_of(one)}",
        }
        text = render_to_string("domains/activities/invitation.txt", context)
        html = render_to_string("domains/activities/invitation.html", context)
    identity = f"{method.lower()}-{one.pk}-{row.pk}-{row.sequence}"
    calendar = ics.write([row], method=method, guests=guests)
    mails.post(
        row.owner, to=guest.email, subject=subject, text=text, html=html, identity=identity, calendar=(method, calendar)
    )
