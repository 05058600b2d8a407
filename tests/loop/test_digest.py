"""The daily digest and its way out: once a day, at the person's hour, with one Message-ID through every failure."""

import email
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from setpoint.kernel.clock import company_now, machine_now, set_company_time
from setpoint.kernel.models import Job, User
from setpoint.loop.inform.models import Digest, Mail, MailState, Subscription
from setpoint.loop.inform.operations import digests, mails
from tests.cast import MONDAY
from tests.loop.bench import REASSIGN, Bench


class Post:
    """A mail server that keeps what it gets, or answers as it is told."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - their name
        if self.answer.startswith("250"):
            self.messages.append(email.message_from_bytes(envelope.content or b""))
        return self.answer


@pytest.fixture
def post(settings: Any, free_tcp_port: int) -> Iterator[Post]:
    found = Post()
    controller = Controller(found, hostname="127.0.0.1", port=free_tcp_port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_tcp_port
    yield found
    controller.stop()


@pytest.fixture
def henry(bench: Bench) -> User:
    """Henry can sign in, so he gets a digest; a correction waits for him."""
    bench.propose(REASSIGN)
    bench.cast.henry.set_password("garden sheds")
    bench.cast.henry.save()
    return bench.cast.henry


def test_a_digest_is_made_once_a_day_at_the_hour_of_the_company(henry: User) -> None:
    assert digests.make_due(MONDAY.replace(hour=6, minute=59)) == []
    (first,) = digests.make_due(MONDAY.replace(hour=7))
    assert (first.user, first.day, Mail.objects.count()) == (henry, MONDAY.date(), 1)
    assert digests.make_due(MONDAY.replace(hour=23)) == []
    assert Job.objects.filter(name="inform.deliver").count() == 1


def test_a_person_chooses_the_hour_or_none(henry: User) -> None:
    choice = Subscription.objects.create(user=henry, hour=17)
    assert digests.make_due(MONDAY.replace(hour=16)) == []
    Subscription.objects.update(digest=False)
    assert digests.make_due(MONDAY.replace(hour=17)) == []
    choice.refresh_from_db()
    Subscription.objects.update(digest=True)
    assert len(digests.make_due(MONDAY.replace(hour=17))) == 1


def test_with_nothing_to_tell_no_mail_leaves(bench: Bench) -> None:
    bench.cast.mia.set_password("garden sheds")
    bench.cast.mia.save()
    (digest,) = digests.make_due(MONDAY)
    assert (digest.user, digest.mail) == (bench.cast.mia, None)


def test_a_digest_is_written_in_the_language_of_its_reader(henry: User) -> None:
    User.objects.filter(pk=henry.pk).update(language="ru")
    digests.make_due(MONDAY)
    mail = Mail.objects.get()
    assert mail.subject == "Tidewater Sheds: что важно сегодня"
    assert "Ждёт вашего решения" in mail.html
    assert "Передача открытых сделок" in mail.text
    assert "2 марта 2026" in mail.text


def test_it_arrives_as_text_and_as_a_page(henry: User, post: Post) -> None:
    digests.make_due(MONDAY)
    assert mails.deliver_due() == 1
    (message,) = post.messages
    mail = Mail.objects.get()
    assert (message["Message-ID"], message["To"]) == (mail.message_id, "henry.hale@tidewater.example")
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert (mail.state, mails.deliver_due(), len(post.messages)) == (MailState.SENT, 0, 1)


def test_a_server_that_is_busy_is_tried_again_later_with_the_same_identity(henry: User, post: Post) -> None:
    digests.make_due(MONDAY)
    post.answer = "451 try again"
    assert mails.deliver_due() == 0
    mail = Mail.objects.get()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
    assert mail.next_attempt_at > machine_now() + timedelta(seconds=50)
    post.answer = "250 OK"
    Mail.objects.update(next_attempt_at=machine_now())
    assert mails.deliver_due() == 1
    assert post.messages[0]["Message-ID"] == mail.message_id


def test_a_message_that_is_refused_for_good_is_not_tried_again(henry: User, post: Post) -> None:
    digests.make_due(MONDAY)
    post.answer = "550 no such mailbox"
    mails.deliver_due()
    assert Mail.objects.get().state == MailState.REFUSED
    assert "no such mailbox" in Mail.objects.get().error


def test_a_sender_killed_on_the_wire_loses_nothing_and_repeats_the_same_message(henry: User, post: Post) -> None:
    digests.make_due(MONDAY)
    claimed = mails._claim(Mail.objects.get().pk)
    mails._send(claimed)
    Mail.objects.update(state=MailState.SENDING, sent_at=None)  # killed before the outcome was stored
    assert mails.deliver_due() == 0  # another may still be at it
    Mail.objects.update(next_attempt_at=machine_now())
    assert mails.deliver_due() == 1
    assert len({message["Message-ID"] for message in post.messages}) == 1
    assert len(post.messages) == 2


def test_without_a_mail_server_everything_waits(henry: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    digests.make_due(MONDAY)
    assert (mails.deliver_due(), Mail.objects.get().state) == (0, MailState.WAITING)


def test_a_leap_of_company_time_makes_one_digest_and_not_one_for_each_day(henry: User) -> None:
    set_company_time(MONDAY + timedelta(days=7), rate=0)
    digests.make_due(company_now())
    assert Digest.objects.count() == 1
