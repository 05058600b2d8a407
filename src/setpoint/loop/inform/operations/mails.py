"""The outbox. State first, then the wire, then the outcome: a crash loses nothing, a repeat bears the same identity."""

import secrets
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction

from setpoint.kernel.clock import machine_now
from setpoint.kernel.jobs import enqueue
from setpoint.kernel.models import User
from setpoint.kernel.secrets import seal, unseal
from setpoint.loop.inform.models import Mail, MailState

LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(minutes=1)
ATTEMPTS = 10
PERMANENT = 500
BATCH = 50


@transaction.atomic
def post(
    user: User,
    *,
    subject: str,
    text: str,
    html: str,
    secret: bool = False,
    identity: str = "",
    to: str = "",
    calendar: tuple[str, str] = ("", ""),
    attached: tuple[str, bytes] | None = None,
) -> Mail:
    """Put a message to a person, or of his to the address `to`, into the outbox; it leaves by a job.

    Its Message-ID stays for ever. What is `secret` lies sealed until it leaves, and is gone when it has left. One that
    was posted under the same `identity` before is returned as it is. `calendar`: method and iCalendar of an invitation.
    `attached`: a name, and what is in the file.
    """
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    now = machine_now()
    message_id = f"<{identity or secrets.token_hex(16)}@{sender}>"
    if identity and (known := Mail.objects.filter(message_id=message_id).first()):
        return known
    mail = Mail.objects.create(
        user=user,
        message_id=message_id,
        to=to or user.email,
        calendar_method=calendar[0],
        calendar=calendar[1],
        subject=subject[:200],
        text=seal(text) if secret else text,
        html=seal(html) if secret else html,
        is_secret=secret,
        attached=attached[1] if attached else None,
        attached_as=attached[0] if attached else "",
        created_at=now,
        next_attempt_at=now,
    )
    enqueue("inform.deliver", key="outbox")
    return mail


def deliver_due() -> int:
    """Send what is due, and what another sender left in the middle; return how much went out.

    Nothing is tried while no mail server is set: it waits.
    """
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return 0
    sent = 0
    for pk in _due():
        mail = _claim(pk)
        if mail is not None:
            sent += _send(mail)
    return sent


def _due() -> list[int]:
    rows = Mail.objects.filter(state__in=(MailState.WAITING, MailState.SENDING), next_attempt_at__lte=machine_now())
    return list(rows.order_by("next_attempt_at").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _claim(pk: int) -> Mail | None:
    """Mark a message as being sent before it goes on the wire; None where somebody else was quicker."""
    now = machine_now()
    mail = Mail.objects.select_for_update().filter(pk=pk, next_attempt_at__lte=now).first()
    if mail is None or mail.state not in {MailState.WAITING, MailState.SENDING}:
        return None
    mail.state, mail.attempts, mail.next_attempt_at = MailState.SENDING, mail.attempts + 1, now + LEASE
    mail.save(update_fields=["state", "attempts", "next_attempt_at"])
    return mail


def _send(mail: Mail) -> bool:
    message = EmailMultiAlternatives(
        mail.subject,
        unseal(mail.text),
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=get_connection(),
    )
    message.attach_alternative(unseal(mail.html), "text/html")
    if mail.calendar:
        message.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}")
    if mail.attached is not None:
        message.attach(mail.attached_as, bytes(mail.attached))
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors, as are those of the network
        _failed(mail, error)
        return False
    mail.state, mail.sent_at, mail.error = MailState.SENT, machine_now(), ""
    _forget_secret(mail)
    mail.attached = None
    mail.save(update_fields=["state", "sent_at", "error", "text", "html", "attached"])
    return True


def _failed(mail: Mail, error: OSError) -> None:
    permanent = isinstance(error, SMTPRecipientsRefused) or (
        isinstance(error, SMTPResponseException) and error.smtp_code >= PERMANENT
    )
    mail.error = str(error)[:500]
    if permanent or mail.attempts >= ATTEMPTS:
        mail.state = MailState.REFUSED
        _forget_secret(mail)
    else:
        mail.state = MailState.WAITING
        mail.next_attempt_at = machine_now() + FIRST_RETRY * 2 ** (mail.attempts - 1)
    with transaction.atomic():
        mail.save(update_fields=["state", "error", "next_attempt_at", "text", "html"])
        if mail.state == MailState.WAITING:
            enqueue("inform.deliver", run_at=mail.next_attempt_at, key=f"{mail.pk}:{mail.attempts}")


def _forget_secret(mail: Mail) -> None:
    if mail.is_secret:
        mail.text = mail.html = ""
