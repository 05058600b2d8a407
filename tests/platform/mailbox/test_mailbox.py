"""Mail sent to the mailbox can be read in it."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest

from setpoint.kernel.clock import machine_now
from setpoint.platform.mailbox import reading
from setpoint.platform.mailbox.reading import Letter
from setpoint.platform.mailbox.receiving import controller
from tests.processes.conftest import free_port


@pytest.fixture
def send(tmp_path: Path, settings):
    settings.HOME = tmp_path
    server = controller(reading.folder(), free_port())
    server.start()

    def deliver(subject: str, to: str, text: str, html: str = "") -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "Setpoint <setpoint@localhost>", to, subject
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        with smtplib.SMTP("127.0.0.1", server.port) as wire:
            wire.send_message(message)

    yield deliver
    server.stop()


def test_letters_are_shown_newest_first_with_their_text(send):
    send("Plan", "olga.owen@tidewater.example", "Quarter 1")
    send("Сводка за день", "henry.hale@tidewater.example", "Цель под угрозой", "<p>Цель <b>под угрозой</b></p>")

    newest, oldest = reading.letters()

    assert (newest.subject, newest.text, newest.recipients) == (
        "Сводка за день",
        "Цель под угрозой\n",
        "henry.hale@tidewater.example",
    )
    assert newest.html == "<p>Цель <b>под угрозой</b></p>\n"
    assert (oldest.subject, oldest.html) == ("Plan", "")
    assert oldest.arrived_at <= newest.arrived_at


def test_letters_of_one_person(send):
    send("Plan", "olga.owen@tidewater.example", "1")
    send("Digest", "henry.hale@tidewater.example", "2")

    assert [letter.subject for letter in reading.letters(to="Olga.Owen@tidewater.example")] == ["Plan"]


def test_one_letter_by_its_name_and_nothing_outside_the_mailbox(send, tmp_path: Path):
    send("Plan", "olga.owen@tidewater.example", "1")
    (tmp_path / "secret.eml").write_text("Subject: secret\n\n")
    (letter,) = reading.letters()

    assert reading.letter(letter.name) == letter
    assert reading.letter("../secret") is None
    reading.empty()
    assert reading.letters() == []


def test_a_letter_is_not_to_somebody_whose_address_is_a_part_of_the_recipients() -> None:
    found = Letter("", machine_now(), "", "Ann <mary.ann@tidewater.example>, Bob@tidewater.example", "", "", "")
    asked = ("ann@tidewater.example", "mary.ann@tidewater.example", "bob@tidewater.example", "")
    assert [found.is_to(address) for address in asked] == [False, True, True, False]
