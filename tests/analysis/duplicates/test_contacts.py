"""Telephones, mailboxes, numbers of registers and addresses in one notation each."""

import pytest

from setpoint.analysis.duplicates.contacts import address, email, register_number, telephone


@pytest.mark.parametrize(
    "written", ["+7 (916) 123-45-67", "8 916 123 45 67", "916 1234567", "+7 916 123-45-67 доб. 12", "007-916-123-45-67"]
)
def test_a_telephone_has_one_notation(written: str) -> None:
    assert telephone(written, "RU" if not written.startswith("00") else "DE") == "+79161234567"


def test_what_is_no_telephone_is_compared_by_its_digits_or_not_at_all() -> None:
    assert telephone("call 12", "RU") == ""
    assert telephone("", "RU") == ""


@pytest.mark.parametrize(
    ("written", "mailbox"),
    [
        ("Ivan.Petrov+crm@GoogleMail.com", "ivanpetrov@gmail.com"),
        ("ivan-petrov@ya.ru", "ivanpetrov@yandex.ru"),
        ("Ivan.Petrov@firm.example", "ivan.petrov@firm.example"),
        ("nobody", ""),
    ],
)
def test_a_mailbox_has_one_address(written: str, mailbox: str) -> None:
    assert email(written) == mailbox


def test_a_register_number_is_its_letters_and_digits() -> None:
    assert register_number("77 07-083893") == "7707083893"
    assert register_number("n/a") == ""


def test_an_address_is_its_telling_words_in_either_alphabet() -> None:
    assert address("г. Москва, ул. Тверская, д. 7") == address("Tverskaya ul. 7, Moskva")
